// Passkeys: a form with data-passkey asks the browser for one and sends what it answers.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const said = form.querySelector('[data-passkey-said]')
  const answer = form.querySelector('input[name=credential]')
  const say = (words) => { if (said) said.textContent = words }
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    say('This browser has no passkeys. Use a newer one, or codes from an app.')
    continue
  }
  say('')
  form.addEventListener('submit', async (event) => {
    if (answer.value && answer.value !== 'null') return // it is there: the form goes
    event.preventDefault()
    event.stopImmediatePropagation()
    const given = JSON.parse(form.dataset.passkeyOptions).publicKey
    try {
      const key = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(given) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(given) })
      answer.value = JSON.stringify(key)
      form.submit()
    } catch {
      say('No passkey was used. Try again, or choose another way.')
    }
  })
}
