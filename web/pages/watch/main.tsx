// The watch page's entry: one channel, played, recorded and clipped.
import "../../ui/elements.css";
import "../../api/zod-without-eval.ts";
import { render } from "preact";
import { WatchEntry } from "./watch-entry.tsx";

const page = document.getElementById("page");
if (page) render(<WatchEntry path={location.pathname} />, page);
