// Stands in for Twitch's player of a live channel: a picture that moves and sounds, and what the player tells the page around it.

/** What it says it is behind, seconds. */
export const twitchPlayerLatencySeconds = 3.2;

export const twitchPlayer = `<!doctype html>
<title>Player</title>
<style>body { margin: 0; background: #204 } canvas { width: 100vw; height: 100vh }</style>
<canvas width="640" height="360"></canvas>
<script>
  const context = document.querySelector("canvas").getContext("2d");
  let turn = 0;
  const draw = () => {
    context.fillStyle = "hsl(" + (turn++ % 360) + " 80% 50%)";
    context.fillRect(0, 0, 640, 360);
    requestAnimationFrame(draw);
  };
  draw();
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  tone.connect(sound.destination);
  tone.start();
  const tell = () => parent.postMessage({
    namespace: "twitch-embed-player-proxy",
    eventName: "UPDATE_STATE",
    params: { muted: false, playback: "Playing", stats: { videoStats: { hlsLatencyBroadcaster: ${twitchPlayerLatencySeconds} } } },
  }, "*");
  setInterval(tell, 250);
  parent.postMessage("something else", "*");
</script>`;
