// A course that SCORM plays.

import { play } from "./play.js";
import { Sco } from "./sco.js";

play((course) => new Sco(course));
