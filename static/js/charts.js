// Draws the pictures of /insights from the figures in #chart-data. Each has a table below it that says
// the same and is open until its picture stands. The library is fetched when the first comes near.
const figures = JSON.parse(document.getElementById("chart-data").textContent);
const places = [...document.querySelectorAll("[data-chart]")];
const library = document.querySelector("script[data-library]").dataset.library;
const drawn = new Map();

const token = (name) => resolved(getComputedStyle(document.documentElement).getPropertyValue(name).trim());

/** A canvas knows no light-dark(): let the browser say which of the two it is. */
function resolved(colour) {
  const probe = document.createElement("i");
  probe.style.color = colour;
  document.body.append(probe);
  const said = getComputedStyle(probe).color;
  probe.remove();
  return said;
}

function palette() {
  return {
    ink: token("--ink"),
    soft: token("--ink-3"),
    line: token("--line"),
    surface: token("--surface"),
    accent: token("--accent-solid"),
    steps: [token("--neutral-soft"), ...shades()],
  };
}

/** Four steps from faint to full: told apart by lightness alone. */
function shades() {
  const [r, g, b] = token("--accent-solid").match(/[\d.]+/g).map(Number);
  return [0.3, 0.5, 0.75, 1].map((alpha) => `rgba(${r},${g},${b},${alpha})`);
}

const text = (colours, size = 13) => ({ color: colours.ink, fontSize: size, fontFamily: getComputedStyle(document.body).fontFamily });
const shorter = (name) => (name.length > 22 ? `${name.slice(0, 21)}…` : name);
const decals = [{ symbol: "none" }, { rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 6] }, { symbol: "circle", symbolSize: 0.6 }, { rotation: Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 6] }];

const kinds = {
  sankey: ({ names, links }, colours) => ({
    tooltip: { formatter: ({ dataType, name, data, value }) => (dataType === "edge" ? `${data.source} → ${data.target}: ${value}` : `${name}: ${value}`) },
    series: [{
      type: "sankey",
      left: 4, right: narrow() ? 96 : 130, top: 8, bottom: 8,
      nodeGap: 18, nodeWidth: 14, draggable: false, emphasis: { focus: "adjacency" },
      data: names.map((name, at) => ({ name, itemStyle: { color: colours.accent, borderColor: colours.ink, decal: decals[at % decals.length] } })),
      links,
      lineStyle: { color: colours.soft, opacity: 0.28 },
      label: { ...text(colours, narrow() ? 11 : 13), formatter: ({ name, value }) => `${name} ${value}`, textBorderColor: colours.surface, textBorderWidth: 3 },
      labelLayout: narrow() ? { moveOverlap: "shiftY" } : { hideOverlap: true },
    }],
  }),

  stays: ({ names, days, unit }, colours) => ({
    ...sideways(names, colours, {}),
    tooltip: { formatter: ({ dataIndex }) => `${names[dataIndex]}: ${days[dataIndex].join(" · ")} ${unit}` },
    series: [{
      type: "boxplot",
      data: days.map(([low, middle, high]) => [low, low, middle, high, high]),
      itemStyle: { color: colours.steps[2], borderColor: colours.ink, borderWidth: 1.5 },
      boxWidth: [12, 26],
    }],
  }),

  rates: ({ names, rates, words }, colours) => ({
    ...sideways(names, colours, { max: 100, axisLabel: { ...text(colours), color: colours.soft, formatter: "{value}%" } }),
    tooltip: { formatter: ({ dataIndex }) => `${names[dataIndex]}: ${words[dataIndex]}, ${rates[dataIndex][1]}–${rates[dataIndex][2]}%` },
    series: [
      { type: "bar", barMaxWidth: 22, data: rates.map(([percent]) => percent), itemStyle: { color: colours.steps[2], borderColor: colours.accent, borderWidth: 1.5, borderRadius: 3 } },
      { type: "custom", data: rates.map(([, low, high], at) => [low, high, at]), encode: { x: [0, 1], y: 2 }, renderItem: (_, api) => whisker(api, colours), z: 5 },
      { type: "custom", data: rates.map(([, , high], at) => [high, at]), encode: { x: 0, y: 1 }, renderItem: (_, api) => said(api, words, colours), z: 6, silent: true },
    ],
  }),

  days: ({ first, last, days, weekdays, months, unit }, colours) => {
    const most = Math.max(4, ...days.map(([, count]) => count));
    const edges = [1, Math.ceil(most / 4), Math.ceil(most / 2), Math.ceil((3 * most) / 4)];
    const from = narrow() ? new Date(new Date(last) - 182 * 86_400_000).toISOString().slice(0, 10) : first;
    return {
      tooltip: { formatter: ({ value: [day, count] }) => `${new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang)}: ${count} ${unit}` },
      visualMap: {
        type: "piecewise", orient: "horizontal", left: 36, bottom: 0, itemWidth: 14, itemHeight: 14, textStyle: text(colours, 12),
        pieces: edges.map((min, at) => ({ min, max: (edges[at + 1] || Infinity) - 1, color: colours.steps[at + 1], label: at === 3 ? `${min}+` : min === edges[at + 1] - 1 ? `${min}` : `${min}–${edges[at + 1] - 1}` })),
      },
      calendar: {
        range: [from, last], left: 36, right: 8, top: 24, bottom: 36, cellSize: ["auto", "auto"],
        itemStyle: { color: colours.steps[0], borderColor: colours.surface, borderWidth: 2 },
        splitLine: { show: false }, yearLabel: { show: false },
        dayLabel: { firstDay: 1, nameMap: weekdays, ...text(colours, 11), color: colours.soft },
        monthLabel: { nameMap: months, ...text(colours, 12), color: colours.soft },
      },
      series: [{ type: "heatmap", coordinateSystem: "calendar", data: days.filter(([day]) => day >= from) }],
    };
  },
};

const narrow = () => matchMedia("(max-width: 47.99rem)").matches;

function sideways(names, colours, axis) {
  return {
    grid: { left: 4, right: narrow() ? 16 : 110, top: 8, bottom: 4, containLabel: true },
    xAxis: { type: "value", min: 0, splitLine: { lineStyle: { color: colours.line } }, axisLabel: { ...text(colours), color: colours.soft }, ...axis },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } }, axisLabel: { ...text(colours), formatter: shorter } },
  };
}

function whisker(api, colours) {
  const [left, y] = api.coord([api.value(0), api.value(2)]);
  const [right] = api.coord([api.value(1), api.value(2)]);
  const style = { stroke: colours.ink, lineWidth: 1.5 };
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
  return { type: "group", children: [line(left, y, right, y), line(left, y - 5, left, y + 5), line(right, y - 5, right, y + 5)] };
}

function said(api, words, colours) {
  if (narrow()) return null;
  const [x, y] = api.coord([api.value(0), api.value(1)]);
  const { color, fontSize, fontFamily } = text(colours);
  return { type: "text", x: x + 10, y, style: { text: words[api.value(1)], fill: color, fontSize, fontFamily, verticalAlign: "middle" } };
}

function draw(echarts, place) {
  const colours = palette();
  const figure = figures[place.dataset.chart];
  const option = kinds[figure.kind](figure, colours);
  const tooltip = { renderMode: "richText", confine: true, backgroundColor: colours.surface, borderColor: colours.line, textStyle: text(colours), ...option.tooltip };
  drawn.get(place)?.dispose();
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({ animation: false, textStyle: text(colours), ...option, tooltip });
  drawn.set(place, chart);
}

async function begin() {
  const echarts = await import(library);
  for (const place of places) {
    draw(echarts, place);
    place.dataset.drawn = "";
  }
  let waiting;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => places.forEach((place) => draw(echarts, place)), 120);
  };
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  addEventListener("resize", again);
}

for (const place of places) document.querySelector(`[data-chart-table="${place.dataset.chart}"]`).open = false;
const near = new IntersectionObserver((seen) => {
  if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
  near.disconnect();
  begin().catch(() => {
    for (const place of places) {
      place.hidden = true; // the table stands in its place
      document.querySelector(`[data-chart-table="${place.dataset.chart}"]`).open = true;
    }
  });
}, { rootMargin: "400px" });
places.forEach((place) => near.observe(place));
