// Beats once a second. A hidden page's own timers may fire once a minute only, a worker's go on.
const tickMs = 1_000;

setInterval(() => postMessage(null), tickMs);
