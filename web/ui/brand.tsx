// The name of the product, which leads home.
import "./brand.css";

export function Brand() {
  return (
    <a class="brand" href="/">
      <img src="/favicon.svg" alt="" width="28" height="28" />
      Hypecut
    </a>
  );
}
