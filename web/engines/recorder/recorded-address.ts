// What hls.js is given to load where it plays a recording. Nothing is asked for there: loaders answer, and read file names off the address.
export const recordedAddress = "https://recording.invalid/index.m3u8";
