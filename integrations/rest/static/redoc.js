// ReDoc signs its menu with a picture from a host of its own; this page asks nobody but us.
// An address that is no picture makes ReDoc leave it out.
const ours = (address) =>
  address.startsWith("data:") || new URL(address, document.baseURI).origin === location.origin;
const src = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, "src");
Object.defineProperty(HTMLImageElement.prototype, "src", {
  ...src,
  set(address) { src.set.call(this, ours(address) ? address : "data:,"); },
});
HTMLImageElement.prototype.setAttribute = function (name, value) {
  const kept = name !== "src" || ours(value);
  Element.prototype.setAttribute.call(this, name, kept ? value : "data:,");
};

Redoc.init(
  "openapi.json",
  {
    scrollYOffset: "body > header",
    expandResponses: "200",
    requiredPropsFirst: true,
    theme: { typography: { fontFamily: "system-ui, sans-serif", headings: { fontFamily: "system-ui, sans-serif" } } },
  },
  document.getElementById("page"),
);
