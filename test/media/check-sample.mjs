export const checkSample=()=>{};
