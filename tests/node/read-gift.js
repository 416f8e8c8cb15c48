// Reads GIFT from the standard input with a grammar that is not ours, and prints its questions as JSON.
import { readFileSync } from "node:fs";
import gift from "gift-pegjs";

try {
  console.log(JSON.stringify(gift.parse(readFileSync(0, "utf8"))));
} catch (error) {
  console.error(String(error), JSON.stringify(error instanceof Object && "location" in error && error.location));
  process.exit(1);
}
