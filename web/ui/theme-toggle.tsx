// Switches between dark and light and remembers it; until someone does, the system's preference holds.
import { signal } from "@preact/signals";
import { Icon } from "./icon.tsx";

type Theme = "dark" | "light";

const prefersLight = matchMedia("(prefers-color-scheme: light)");

/** The theme that is on, for what must be drawn anew when it changes. */
export const theme = signal<Theme>(currentTheme());
prefersLight.addEventListener("change", () => (theme.value = currentTheme()));

export function ThemeToggle() {
  const next: Theme = theme.value === "dark" ? "light" : "dark";
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-label={`Switch to the ${next} theme`}
      title={`Switch to the ${next} theme`}
      onClick={() => choose(next)}
    >
      <Icon name={next === "light" ? "sun" : "moon"} />
    </button>
  );
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "dark" || chosen === "light") return chosen;
  return prefersLight.matches ? "light" : "dark";
}

function choose(next: Theme): void {
  document.documentElement.dataset["theme"] = next;
  theme.value = next;
  try {
    localStorage.setItem("hypecut-theme", next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
