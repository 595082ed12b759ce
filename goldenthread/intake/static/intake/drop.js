// A document may be dropped anywhere on the form; without this, it is chosen with the button.
for (const form of document.querySelectorAll('form[data-drop]')) {
  const input = form.querySelector('input[type=file]')
  for (const name of ['dragenter', 'dragover']) {
    form.addEventListener(name, (event) => {
      event.preventDefault()
      form.classList.add('gt-import__drop--over')
    })
  }
  for (const name of ['dragleave', 'drop']) {
    form.addEventListener(name, (event) => {
      event.preventDefault()
      form.classList.remove('gt-import__drop--over')
    })
  }
  form.addEventListener('drop', (event) => {
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files
  })
}
