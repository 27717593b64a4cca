import type { Frame, Point } from './diagram'

/** The nearest view shows so many units of the drawing across at least. */
const NEAREST = 200
/** The farthest view is so much larger than the whole. */
const FARTHEST = 1.2

/** The frame of `size` pixels' form that shows all of `whole`, in its middle. */
export function fitted(whole: Frame, size: { width: number; height: number }): Frame {
  const form = size.width > 0 && size.height > 0 ? size.width / size.height : 1
  const width = Math.max(whole.width, whole.height * form)
  const height = width / form
  return {
    x: whole.x - (width - whole.width) / 2,
    y: whole.y - (height - whole.height) / 2,
    width,
    height,
  }
}

/** Nears (`by` above 1) or removes the view; `about` stays where it is in sight. */
export function zoomed(frame: Frame, by: number, about: Point, whole: Frame): Frame {
  const most = Math.max(whole.width, (whole.height * frame.width) / frame.height) * FARTHEST
  const width = Math.min(Math.max(frame.width / by, Math.min(NEAREST, most)), most)
  const share = width / frame.width
  return held(
    {
      x: about.x - (about.x - frame.x) * share,
      y: about.y - (about.y - frame.y) * share,
      width,
      height: frame.height * share,
    },
    whole,
  )
}

/** Moves the view by so many units of the drawing. */
export function moved(frame: Frame, dx: number, dy: number, whole: Frame): Frame {
  return held({ ...frame, x: frame.x + dx, y: frame.y + dy }, whole)
}

/** So much room, in units of the drawing, stays around a point that is brought into sight, where there is room. */
const ROOM = 40

/** Moves the view so far that a point lies in it, with some room around. */
export function showing(frame: Frame, point: Point, whole: Frame): Frame {
  const into = (at: number, start: number, length: number) => {
    const room = Math.min(ROOM, 0.2 * length)
    const [low, high] = [start + room, start + length - room]
    return at < low ? at - low : at > high ? at - high : 0
  }
  return moved(frame, into(point.x, frame.x, frame.width), into(point.y, frame.y, frame.height), whole)
}

/** The middle of the view never leaves the drawing, so nobody gets lost beside it. */
function held(frame: Frame, whole: Frame): Frame {
  const clamp = (at: number, length: number, start: number, all: number) =>
    Math.min(Math.max(at, start - length / 2), start + all - length / 2)
  return {
    ...frame,
    x: clamp(frame.x, frame.width, whole.x, whole.width),
    y: clamp(frame.y, frame.height, whole.y, whole.height),
  }
}

/** Where a pixel of a view of `size` pixels lies in the drawing. */
export function pointAt(frame: Frame, pixel: Point, size: { width: number; height: number }): Point {
  return {
    x: frame.x + (pixel.x / Math.max(1, size.width)) * frame.width,
    y: frame.y + (pixel.y / Math.max(1, size.height)) * frame.height,
  }
}
