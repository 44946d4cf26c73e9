// What pages gain where scripts run; without them every page works as it stands.
import { offerCopying } from "./copying.js";
import { submitOnChange } from "./submitting.js";
import { completeSearches } from "./completing.js";
import { searchInPlace } from "./living.js";
import { highlightNetwork } from "./network.js";
import { offerPicking } from "./picking.js";
import { rememberSearches } from "./remembering.js";
import { readNumbers } from "./reading.js";

offerCopying();
submitOnChange();
completeSearches();
offerPicking();
highlightNetwork();
searchInPlace();
rememberSearches();
readNumbers();
