// A course as an assignable unit of cmi5.

import { Unit } from "./unit.js";
import { play } from "./play.js";

play((course) => new Unit(course));
