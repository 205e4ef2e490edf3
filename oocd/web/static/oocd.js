// Everything works without this file: it only brings the components of the design system to life.
import { initAll } from "/assets/govuk-frontend.min.js";

initAll();
document.documentElement.dataset.ready = "1"; // for whoever waits until the page has settled
