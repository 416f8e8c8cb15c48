// What every page does when it is open.

import { Assessment } from "./assessment.js";
import { enableCopying } from "./copying.js";
import { all } from "./finding.js";
import { reach, showProgress } from "./progress.js";
import { openStore } from "./store.js";

const { course, item } = document.body.dataset;
const store = openStore(course);

if (item) reach(store, item, "viewed");
showProgress(document, store);
enableCopying(document);
for (const root of all(document, "[data-assessment]")) new Assessment(root, store).open();
