// The library that `xapi.js` ships, with its own types.

export { default as XAPI } from "@xapi/xapi";
