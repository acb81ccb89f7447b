// The admin's frame has no landmark for its content: give readers of screens a place to jump to.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
});
