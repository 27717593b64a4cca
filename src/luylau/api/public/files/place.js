// Where it is: the browser's position, or a pin on the map of the city. The page works without it.
const field = (id) => document.getElementById(id)
const [lat, lon, accuracy] = ['lat', 'lon', 'accuracy'].map(field)
const located = field('located')
const map = field('map') && cityMap(field('map'), field('map-drawing'))

if (field('locate') && 'geolocation' in navigator) {
  field('locate').hidden = false
  field('locate-button').addEventListener('click', () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill(coords.latitude, coords.longitude, coords.accuracy)
        map?.show()
        located.textContent = located.dataset.done
      },
      () => {
        located.textContent = located.dataset.failed
      },
      { enableHighAccuracy: true, timeout: 20000 },
    )
  })
}

function fill(north, east, metres) {
  lat.value = north.toFixed(6)
  lon.value = east.toFixed(6)
  accuracy.value = Math.round(metres)
}

/** The map: `ground` is moved and scaled, names and pin keep their size. Its points are units of the drawing. */
function cityMap(frame, drawing) {
  /** Pixels that a finger may miss by. */
  const FINGER = 16
  /** Pixels that one press of an arrow moves the pin by. */
  const STEP = 12
  /** Metres of a pixel: where the map is largest, where a touch of it is exact enough, where small places show. */
  const FINEST = 4
  const EXACT = 32
  const SPOTS = 90
  /** Pixels that a finger moves by without meaning to. */
  const STILL = 8

  const [ground, pin, around] = ['map-ground', 'map-pin', 'map-around'].map(field)
  const said = field('pinned')
  const away = field('pin-away')
  const keys = field('map-smaller')
  const select = document.querySelector('select#place')
  const numbers = (text) => text.split(' ').map(Number)
  const { dataset } = drawing
  const [left, top, wide, high] = numbers(dataset.box)
  const reach = numbers(dataset.reach)
  const unitM = Number(dataset.unit)
  const perLat = Number(dataset.perLat)
  const perLon = Number(dataset.perLon)
  const shapes = new Map([...ground.querySelectorAll('[data-unit]')].map((one) => [one.dataset.unit, one]))
  const distance = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 2 })

  field('map-area').hidden = false
  const names = [...field('map-names').children].map((element) => ({
    element,
    id: element.dataset.unit,
    text: element.textContent,
    x: Number(element.dataset.x),
    y: Number(element.dataset.y),
    width: element.lastElementChild.getBBox().width,
    height: element.lastElementChild.getBBox().height,
    lift: Number(element.lastElementChild.getAttribute('y') ?? 0),
  }))
  const units = names.filter(({ id }) => id)

  /** The middle of what is seen, and pixels of a unit. */
  const view = { x: left + wide / 2, y: top + high / 2, scale: 0 }
  let [width, height] = [0, 0]
  /** The unit that the pin chose in the list, which the person did not. */
  let chosen = ''

  const whole = () => Math.min(width / wide, height / high)
  const toScreen = ({ x, y }) => [(x - view.x) * view.scale + width / 2, (y - view.y) * view.scale + height / 2]
  const toMap = (across, down) => ({
    x: (across - width / 2) / view.scale + view.x,
    y: (down - height / 2) / view.scale + view.y,
  })
  const within = ({ x, y }) => ({
    x: Math.max(left, Math.min(left + wide, x)),
    y: Math.max(top, Math.min(top + high, y)),
  })
  const at = () =>
    lat.value && lon.value
      ? { x: (Number(lon.value) - Number(dataset.lon)) * perLon, y: (Number(dataset.lat) - Number(lat.value)) * perLat }
      : null

  function unitAt({ x, y }) {
    if (x < reach[0] || y < reach[1] || x > reach[2] || y > reach[3]) return null
    const point = new DOMPoint(x, y)
    const inside = [...shapes].find(([, shape]) => shape.isPointInFill(point))
    if (inside) return units.find(({ id }) => id === inside[0])
    const far = (one) => Math.hypot(one.x - x, one.y - y)
    return units.length ? units.reduce((best, one) => (far(one) < far(best) ? one : best)) : null
  }

  function draw() {
    view.scale = Math.max(whole(), Math.min(view.scale, Math.max(whole(), unitM / FINEST)))
    // What is seen does not leave the city; where all of it fits, it stays in the middle.
    const [halfX, halfY] = [width / 2 / view.scale, height / 2 / view.scale]
    view.x = halfX * 2 > wide ? left + wide / 2 : Math.max(left + halfX, Math.min(left + wide - halfX, view.x))
    view.y = halfY * 2 > high ? top + high / 2 : Math.max(top + halfY, Math.min(top + high - halfY, view.y))
    drawing.setAttribute('viewBox', `0 0 ${width} ${height}`)
    const [x, y] = toScreen({ x: 0, y: 0 })
    ground.setAttribute('transform', `translate(${x} ${y}) scale(${view.scale})`)
    // Where there is nothing to move, a finger scrolls the page.
    frame.classList.toggle('whole', view.scale <= whole() * 1.001)
    drawNames()
    const here = at()
    if (here) {
      const [pinX, pinY] = toScreen(here)
      pin.setAttribute('transform', `translate(${pinX} ${pinY})`)
      around.setAttribute('r', (Number(accuracy.value) / unitM) * view.scale)
    }
    pin.setAttribute('display', here ? 'inline' : 'none')
  }

  /** Shows the names that have room, in the order in which they come; none half or under the buttons. */
  function drawNames() {
    const taken = [[keys.offsetLeft, 0, width, keys.offsetTop + keys.offsetHeight]]
    for (const { element, id, width: wideName, height: highName, lift, ...point } of names) {
      const [x, y] = toScreen(point)
      const box = [x - wideName / 2 - 3, y + lift - highName, x + wideName / 2 + 3, y + highName / 2]
      const free =
        (id || unitM / view.scale <= SPOTS) &&
        box[0] > 0 && box[1] > 0 && box[2] < width && box[3] < height &&
        taken.every((one) => box[0] > one[2] || box[2] < one[0] || box[1] > one[3] || box[3] < one[1])
      if (free) taken.push(box)
      element.setAttribute('display', free ? 'inline' : 'none')
      element.setAttribute('transform', `translate(${x} ${y})`)
    }
  }

  /** Says where the pin is, and chooses its unit in the list. */
  function tell() {
    const here = at()
    away.hidden = !here
    const unit = here && unitAt(here)
    for (const [id, shape] of shapes) shape.classList.toggle('chosen', id === unit?.id)
    if (select && (unit || chosen)) {
      if (unit || select.value === chosen) select.value = unit?.id ?? ''
      chosen = unit?.id ?? ''
    }
    const metres = Number(accuracy.value)
    const { none, at: where, rough, outside, m, km } = said.dataset
    let text = none
    if (here && !unit) text = outside
    else if (here) {
      text = where.replace('UNIT', unit.text)
      if (metres) {
        const far = metres < 1000 ? m : km
        text += ` ${far.replace('FAR', distance.format(metres < 1000 ? metres : metres / 1000))}`
      }
      if (metres > FINGER * EXACT) text += ` ${rough}`
    }
    if (said.textContent !== text) said.textContent = text
  }

  function zoom(factor, across = width / 2, down = height / 2) {
    const fixed = toMap(across, down)
    view.scale = Math.max(whole(), Math.min(view.scale * factor, unitM / FINEST))
    const now = toMap(across, down)
    view.x += fixed.x - now.x
    view.y += fixed.y - now.y
    draw()
  }

  /** Makes the map larger or smaller around the pin where it is seen, else around the middle. */
  function press(factor) {
    const [x, y] = at() ? toScreen(at()) : [-1, -1]
    if (x >= 0 && y >= 0 && x <= width && y <= height) zoom(factor, x, y)
    else zoom(factor)
  }

  /** Sets the pin; `missed` is by how many pixels it may be off. */
  function place(point, missed) {
    const metres = Math.max(50, Number(((missed / view.scale) * unitM).toPrecision(2)))
    fill(Number(dataset.lat) - point.y / perLat, Number(dataset.lon) + point.x / perLon, metres)
    if (located) located.textContent = ''
    tell()
  }

  function take() {
    for (const one of [lat, lon, accuracy]) one.value = ''
    if (located) located.textContent = ''
    tell()
    draw()
  }

  /** Moves to a point, so near that it can be told from what is around it. */
  function show(point, scale = unitM / EXACT) {
    Object.assign(view, point)
    view.scale = Math.max(view.scale, scale)
    draw()
  }

  // Fingers on the map: one moves it or, held still, sets the pin; two make it larger or smaller.
  const fingers = new Map()
  let moved = false
  const inFrame = ({ clientX, clientY }) => {
    const box = frame.getBoundingClientRect()
    return [clientX - box.left - frame.clientLeft, clientY - box.top - frame.clientTop]
  }
  const spread = () => {
    const [a, b] = [...fingers.values()]
    return [Math.hypot(a[0] - b[0], a[1] - b[1]), (a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  }
  frame.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    moved = fingers.size > 0
    fingers.set(event.pointerId, [...inFrame(event), ...inFrame(event)])
    frame.setPointerCapture(event.pointerId)
  })
  frame.addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId)
    if (!finger) return
    const [x, y] = inFrame(event)
    if (!moved && Math.hypot(x - finger[2], y - finger[3]) < STILL) return
    moved = true
    const before = fingers.size === 2 && spread()
    const [fromX, fromY] = finger
    finger[0] = x
    finger[1] = y
    if (before) {
      const [apart, acrossX, acrossY] = spread()
      view.x -= (acrossX - before[1]) / view.scale
      view.y -= (acrossY - before[2]) / view.scale
      zoom(apart / Math.max(1, before[0]), acrossX, acrossY)
    } else if (fingers.size === 1) {
      view.x -= (x - fromX) / view.scale
      view.y -= (y - fromY) / view.scale
      draw()
    }
  })
  frame.addEventListener('pointerup', (event) => {
    if (!fingers.delete(event.pointerId) || moved) return
    const [x, y] = inFrame(event)
    const point = toMap(x, y)
    place(point, FINGER)
    // A touch of the whole city is rough: nearer, the next one is not.
    if (unitM / view.scale > EXACT) zoom(4, x, y)
    else draw()
  })
  frame.addEventListener('pointercancel', (event) => fingers.delete(event.pointerId))

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
  frame.addEventListener('keydown', (event) => {
    const { key } = event
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (key in ARROWS) {
      const here = at()
      const [x, y] = here ? toScreen(here) : [width / 2, height / 2]
      const [right, down] = here ? ARROWS[key] : [0, 0]
      const point = within(toMap(x + right * STEP, y + down * STEP))
      place(point, FINGER)
      const [nowX, nowY] = toScreen(point)
      if (nowX < STEP || nowY < STEP * 3 || nowX > width - STEP || nowY > height - STEP) Object.assign(view, point)
      draw()
    } else if (key === '+' || key === '=') press(2)
    else if (key === '-') press(1 / 2)
    else if (key === 'Delete' || key === 'Backspace') take()
    else return
    event.preventDefault()
  })
  field('map-larger').addEventListener('click', () => press(2))
  field('map-smaller').addEventListener('click', () => press(1 / 2))
  away.addEventListener('click', () => {
    take()
    frame.focus()
  })
  select?.addEventListener('change', () => {
    // Who chooses another unit than the pin's means that one.
    chosen = ''
    if (at()) take()
    const unit = units.find(({ id }) => id === select.value)
    if (unit) show(unit, Math.min(width, height) / 2_000)
  })

  new ResizeObserver(() => {
    const first = width === 0
    ;[width, height] = [frame.clientWidth, frame.clientHeight]
    if (first && at()) show(at())
    else draw()
  }).observe(frame)
  tell()
  return {
    /** Shows the position that the fields hold. */
    show: () => {
      tell()
      show(at())
    },
  }
}
