// Applies the chosen theme before the first paint. A file of its own, because the security policy allows no inline script.
try {
  const theme = localStorage.getItem("hypecut-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be switched off; the system's preference stands.
}
