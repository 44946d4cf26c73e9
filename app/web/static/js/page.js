// What pages gain where scripts run; without them every page works as it stands.
import { offerCopying } from "./copying.js";
import { submitOnChange } from "./submitting.js";
import { completeSearches } from "./completing.js";
import { offerPicking } from "./picking.js";

offerCopying();
submitOnChange();
completeSearches();
offerPicking();
