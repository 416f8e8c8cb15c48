// Prints the xAPI library as `templates/cmi5/assets/xapi.js` ships it: as it was published, with the licences of what is in it.
//   node tests/node/ship-xapi.js > templates/cmi5/assets/xapi.js
import { readFileSync } from "node:fs";

/** @param {string} name */
const read = (name) => readFileSync(new URL(`node_modules/${name}`, import.meta.url), "utf8").trim();
const { version, license } = JSON.parse(read("@xapi/xapi/package.json"));
const [code, name] = read("@xapi/xapi/dist/XAPI.esm.js").split(/export\{(\w+) as default\};?$/);
const axios = /const \w+="(1\.\d+\.\d+)"|\w+="(1\.\d+\.\d+)"/.exec(code)?.slice(1).find(Boolean);

process.stdout.write(`/*!
@xapi/xapi ${version} (${license}), with axios ${axios} (MIT) in it.

${read("@xapi/xapi/LICENSE.md")}

axios: ${read("axios/LICENSE").replace(/^# /, "")}
*/
export const XAPI = (() => { ${code.trim()} return ${name}; })();
`);
