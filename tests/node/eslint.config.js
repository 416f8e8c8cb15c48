// All JavaScript of the repository: the scripts of the pages, and those of the tests.
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";

export default defineConfig([
  { ignores: ["**/node_modules/", "templates/cmi5/assets/xapi.js"] },
  {
    files: ["**/*.js"],
    extends: [js.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "arrow-body-style": "error",
      complexity: ["error", 15],
      "consistent-return": "error",
      eqeqeq: "error",
      "no-control-regex": "off", // texts are cleaned of control characters
      "no-else-return": "error",
      "no-implicit-coercion": "error",
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { args: "after-used", varsIgnorePattern: "^_" }],
      "no-useless-rename": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: ["templates/**", "tests/formats/**"], languageOptions: { globals: globals.browser } },
  { files: ["tests/node/**"], languageOptions: { globals: globals.node } },
]);
