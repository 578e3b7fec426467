import { openWorkspace } from '/embed/backchannel.js';
import { deepQueryAll, until } from './deep-query.js';

/*
 * One agent's desk, which calls or is called, and in the same page two bare peer connections. Times are on the clock that all pages of a machine
 * share. Both are measured by the same rule: until the first sound of any kind comes out of a received track.
 */
const now = () => performance.timeOrigin + performance.now();
/** The constraints that the desk asks for. */
const MICROPHONE = { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } };

let desk;
let context;

globalThis.signIn = async ({ service, logon }) => {
  const element = document.createElement('backchannel-workspace');
  document.body.append(element);
  const workspace = openWorkspace({ profile: logon });
  element.workspace = workspace;
  let overview;
  workspace.subscribe({ kind: 'overview' }, (slice) => (overview = slice));
  const result = await workspace.commands.signIn({ jid: `${logon}@localhost`, password: logon, service });
  if (result.refused) throw new Error(JSON.stringify(result));
  await until(() => overview?.connection.status === 'connected', `${logon} to connect`);
  desk = { root: element.shadowRoot, workspace, overview: () => overview };
  context = new AudioContext();
};

globalThis.call = async (logon) => {
  const callId = crypto.randomUUID();
  const result = await desk.workspace.commands.call({ callId, sessionId: crypto.randomUUID(), target: `${logon}@localhost` });
  if (result.refused) throw new Error(JSON.stringify(result));
  return callId;
};

globalThis.untilItRings = () => until(acceptButton, 'the notification').then(() => undefined);

/** Resolves when the desk has found all its candidates for the offer. */
globalThis.untilOffered = () => until(() => globalThis.offering?.iceGatheringState === 'complete', 'the offer').then(() => undefined);

globalThis.acceptCall = () => {
  const start = now();
  acceptButton().click();
  return start;
};

/** Sets `heardAt` to the time of the first sound on the next track that the desk receives. */
globalThis.listen = () => {
  const { prototype } = RTCPeerConnection;
  const { setLocalDescription, setRemoteDescription } = prototype;
  globalThis.offering = undefined;
  prototype.setLocalDescription = function (...inputs) {
    prototype.setLocalDescription = setLocalDescription;
    globalThis.offering = this;
    return Reflect.apply(setLocalDescription, this, inputs);
  };
  globalThis.heardAt = new Promise((resolve) => {
    prototype.setRemoteDescription = function (...inputs) {
      prototype.setRemoteDescription = setRemoteDescription;
      this.addEventListener('track', ({ track }) => void firstSound(track).then(resolve), { once: true });
      return Reflect.apply(setRemoteDescription, this, inputs);
    };
  });
};

globalThis.endCall = async (callId) => {
  await desk.workspace.commands.endCall({ callId });
};

globalThis.untilNoCall = () =>
  until(() => desk.overview().calls.every(({ state }) => state.status === 'ended'), 'the end of the call').then(() => undefined);

/** Measures a bare call in this page, from asking for the microphone until the other end hears it. */
globalThis.callBare = async () => {
  const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()];
  caller.onicecandidate = ({ candidate }) => void callee.addIceCandidate(candidate);
  callee.onicecandidate = ({ candidate }) => void caller.addIceCandidate(candidate);
  const audio = new Audio();
  const heard = new Promise((resolve) => {
    callee.ontrack = ({ track }) => {
      // Chromium's Web Audio gets no sound of a track unless an element plays it.
      audio.srcObject = new MediaStream([track]);
      void audio.play();
      void firstSound(track).then(resolve);
    };
  });
  const start = now();
  const stream = await navigator.mediaDevices.getUserMedia(MICROPHONE);
  caller.addTrack(stream.getAudioTracks()[0], stream);
  await caller.setLocalDescription();
  await callee.setRemoteDescription(caller.localDescription);
  await callee.setLocalDescription();
  await caller.setRemoteDescription(callee.localDescription);
  const at = await heard;
  stream.getTracks().forEach((track) => track.stop());
  caller.close();
  callee.close();
  return at - start;
};

/** The time at which the first sound comes out of a track. */
async function firstSound(track) {
  const analyser = new AnalyserNode(context, { fftSize: 256 });
  const source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  await until(() => {
    analyser.getFloatTimeDomainData(samples);
    return samples.some((sample) => Math.abs(sample) > 0.01);
  }, 'a sound');
  source.disconnect();
  return now();
}

function acceptButton() {
  return [...deepQueryAll(desk.root, '[role="alertdialog"] button')].find((button) => button.textContent.trim() === 'Accept');
}
