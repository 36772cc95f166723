// The theme's search button shows "Search Ctrl+K" and is named "Search": a name must hold what is shown.
document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".search-button-field").forEach((one) => one.removeAttribute("aria-label"));
});
