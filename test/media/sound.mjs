export const soundtrack=()=>new Uint8Array();
