// Says that a photo is too large before it is sent: a server that refuses it half way cannot.
const photo = document.getElementById('photo')
photo?.addEventListener('change', () => {
  const large = photo.files[0]?.size > Number(photo.dataset.most)
  photo.setCustomValidity(large ? photo.dataset.large : '')
  photo.reportValidity()
})

// A page in another language is asked for with all that was written, but not with the photo: it could not be handed back.
document.getElementById('report')?.addEventListener('submit', ({ submitter }) => {
  if (submitter?.name !== 'again' || !photo?.files.length) return
  submitter.value = 'photo'
  photo.disabled = true
  setTimeout(() => {
    photo.disabled = false
  })
})

// A kiosk goes back to the start where nobody touches it any more, and says so before.
const idle = document.getElementById('idle')
if (idle) {
  const warnMs = Number(idle.dataset.warn) * 1000
  const quietMs = Number(idle.dataset.idle) * 1000 - warnMs
  let timer = 0
  const leave = () => location.replace(idle.dataset.start)
  const warn = () => {
    idle.hidden = false
    timer = setTimeout(leave, warnMs)
  }
  const wait = () => {
    idle.hidden = true
    clearTimeout(timer)
    timer = setTimeout(warn, quietMs)
  }
  const touched = ({ type, target }) => {
    // The notice stays until the finger is up: the click would hit what lies under it.
    if (type === 'click' || !idle.contains(target)) wait()
  }
  for (const touch of ['pointerdown', 'click', 'keydown', 'input', 'scroll', 'wheel']) {
    addEventListener(touch, touched, { capture: true, passive: true })
  }
  if (!('fresh' in idle.dataset)) wait()
}
