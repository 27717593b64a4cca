# Nghiên cứu bố trí: những lỗi trong tệp nghiên cứu.

study-file-unreadable = Không đọc được tệp nghiên cứu.
    .remedy = Kiểm tra tên tệp, quyền đọc tệp và ổ đĩa.
study-file-not-utf8 = Tệp không phải văn bản UTF-8.
    .remedy = Lưu lại tệp với bảng mã UTF-8.
study-file-not-toml = Tệp không đúng cú pháp TOML; không đọc được từ dòng { $line }, cột { $column }.
    .remedy = Xem chỗ đó có thiếu dấu nháy, dấu ngoặc, dấu bằng, hay một khóa bị ghi hai lần không.
study-key-unknown = Ở đây không có trường "{ $name }".
    .remedy = Bỏ trường này, hoặc dùng một trong: { $known }.
study-field-missing = Thiếu trường "{ $name }".
    .remedy = Thêm trường này; hướng dẫn docs/guide/siting.md giải thích ý nghĩa của nó.
study-field-type = Trường "{ $name }" sai kiểu.
    .remedy = { $wanted ->
        [text] Ghi chữ trong dấu nháy.
        [texts] Ghi danh sách chữ, ví dụ ["clinic", "pump_station"].
        [number] Ghi một số, không có dấu nháy.
        [whole] Ghi một số nguyên.
        [corners] Ghi danh sách đỉnh [vĩ độ, kinh độ], nhiều nhất 10000 đỉnh, ví dụ [[21.18, 106.05], [21.18, 106.07], [21.2, 106.06]].
        [truth] Ghi true hoặc false.
       *[table] Ghi một bảng, ví dụ {"{"} vi = "…", en = "…", ja = "…" {"}"}.
    }
study-field-range = Trường "{ $name }" nằm ngoài giới hạn.
    .remedy = Ghi một số từ { $low } đến { $high }.
study-field-choice = "{ $value }" không dùng được cho "{ $name }".
    .remedy = Dùng một trong: { $choices }.
study-id-bad = "{ $value }" không dùng làm "{ $name }" được.
    .remedy = Dùng 1 đến 64 chữ thường không dấu, chữ số và dấu gạch nối ở giữa, ví dụ camera-dome.
study-id-twice = Mã "{ $id }" xuất hiện hai lần.
    .remedy = Đặt mã khác cho một trong hai.
study-name-missing = Thiếu nội dung bằng một ngôn ngữ: { $language }.
    .remedy = Ghi đủ vi, en và ja.
study-list-empty = Không có [[{ $name }]] nào.
    .remedy = Bắt đầu ít nhất một mục bằng dòng [[{ $name }]].
study-file-elsewhere = "{ $value }" không phải là tệp nằm cạnh nghiên cứu.
    .remedy = Đặt tệp vào thư mục của nghiên cứu và chỉ ghi tên tệp.
study-area-crossed = Vùng "{ $area }" không bao quanh phần nào: các cạnh cắt nhau hoặc có ít hơn ba đỉnh khác nhau.
    .remedy = Vẽ lại vùng với ít nhất ba đỉnh theo thứ tự, các cạnh không cắt nhau.
study-near-not-below-range = Tầm với từ { $near } m đến { $range } m là rỗng.
    .remedy = Ghi near_m nhỏ hơn range_m.
study-limit-missing = Không có gì giới hạn phương án: không có ngân sách, cũng không có số điểm đặt.
    .remedy = Ghi budget hoặc most_sites trong [limits].
study-unit-bounds = Không thể vừa có ít nhất { $least } điểm vừa có nhiều nhất { $most } điểm ở mỗi đơn vị.
    .remedy = Ghi unit_least không lớn hơn unit_most.
study-must-and-must-not = Điểm "{ $site }" vừa bắt buộc vừa bị loại.
    .remedy = Bỏ điểm này khỏi must hoặc must_not.
study-supply-needs-assets = Phương pháp này chỉ phục vụ tài sản trong gói thành phố.
    .remedy = Ghi source = "assets" và các loại tài sản.
study-cover-all-limit = "{ $name }" không đi cùng phương pháp cover_all.
    .remedy = Bỏ trường này, hoặc dùng phương pháp covering.
study-cover-all-option = Lựa chọn "{ $id }" không đi cùng phương pháp cover_all.
    .remedy = Dùng lựa chọn phục vụ mọi hướng (angle_deg 360, không có near_m, decay step), hoặc phương pháp covering.
study-layer-alone = "{ $name }" không đi cùng phần còn lại của nghiên cứu.
    .remedy = Dùng trong nghiên cứu covering không có decay và không có powered; mỗi lần chỉ một trong unit_reach và twice.
study-surroundings-supply = "{ $name }" không đi cùng phương pháp supply.
    .remedy = Bỏ trường này: nguồn dự phòng chỉ phục vụ chính điểm của nó.
study-roads-looking = Đường không đi cùng lựa chọn nhìn theo hướng hoặc bị nhà che.
    .remedy = Dùng roads với lựa chọn angle_deg 360, một hướng, không có near_m và không có buildings.
study-list-long = Có { $count } mục [[{ $name }]], chỉ nhận nhiều nhất { $most }.
    .remedy = Bỏ bớt, hoặc đưa vào tệp.
study-text-long = Nội dung này dài hơn { $most } chữ.
    .remedy = Viết ngắn lại.
study-preview-busy = Hiện có quá nhiều nghiên cứu đang được xem thử.
    .remedy = Chờ vài giây rồi thay đổi lần nữa, hoặc chạy chính xác.
study-capacity-alone = Sức phục vụ của lựa chọn "{ $id }" không đi cùng phần còn lại của nghiên cứu.
    .remedy = Dùng với phương pháp median, một nhu cầu, một lựa chọn và most_sites, không có giới hạn khác.
study-changed = Nghiên cứu đã được sửa trong lúc đó: bạn sửa bản { $expected }, hiện nay là bản { $found }.
    .remedy = Tải lại rồi sửa lần nữa.

# Điểm nhu cầu và điểm đặt.

siting-file-unreadable = Không đọc được tệp.
    .remedy = Đặt tệp cạnh nghiên cứu, kiểm tra tên và quyền đọc.
siting-file-not-utf8 = Tệp không phải văn bản UTF-8.
    .remedy = Lưu lại tệp với bảng mã UTF-8.
siting-file-broken = Tệp CSV bị hỏng: { $reason }.
    .remedy = Xem dòng đó có dấu nháy chưa đóng không.
siting-file-column = Thiếu cột "{ $name }"; đang có: { $given }.
    .remedy = Ghi tên cột ở dòng đầu; vĩ độ và kinh độ tên là lat và lon.
siting-file-empty = Tệp không có điểm nào.
    .remedy = Ghi ít nhất một dòng.
siting-file-geometry = Hình không phải là điểm, cũng không phải đa giác khép kín với độ hợp lệ.
    .remedy = Dùng Point, Polygon hoặc MultiPolygon theo WGS84, kinh độ trước.
siting-file-number = "{ $value }" ở "{ $name }" không phải là số.
    .remedy = Ghi một số, dùng dấu chấm cho phần thập phân.
siting-file-range = { $value } ở "{ $name }" nằm ngoài giới hạn.
    .remedy = Vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180, trọng số không âm.
siting-demand-empty = Nhu cầu "{ $demand }" có tổng trọng số bằng không.
    .remedy = Xem các loại đó có trong gói thành phố không, và trọng số có lớn hơn 0 không, và vùng đã vẽ có chứa chúng không.
siting-assets-none = Gói thành phố không có tài sản đang dùng thuộc các loại: { $kinds }.
    .remedy = Dùng những loại có trong gói.
siting-grid-none = Gói thành phố không có lưới điện.
    .remedy = Dùng nguồn khác, hoặc thêm grid.json hay grid.toml vào gói.
siting-sites-none = Không có điểm đặt nào trong địa bàn.
    .remedy = Dùng nguồn điểm đặt khác, bước nhỏ hơn, hoặc vẽ vùng rộng hơn.
siting-sites-outside = { $count } điểm đặt nằm ngoài địa bàn, ví dụ { $sites }.
    .remedy = Kiểm tra vĩ độ, kinh độ, hoặc bỏ các điểm này.
siting-values-wrong = Chưa biết mức đạt được của mọi phương án.
    .remedy = Ghi một số cho từng phương án và tiêu chí.
siting-least-weights = Tổng các trọng số tối thiểu là { $total }.
    .remedy = Tổng không quá 1 và không trọng số nào âm.
siting-weights-none = Không tiêu chí nào có trọng số.
    .remedy = Ghi trọng số lớn hơn 0 cho ít nhất một tiêu chí.
siting-supply-site-unasked = Có điểm đặt nguồn mà không tiêu chí nào cần, ví dụ { $sites }.
    .remedy = Dùng cùng loại tài sản cho điểm đặt và nhu cầu.
siting-site-not-there = { $count } điểm nêu trong giới hạn không phải là ứng viên, ví dụ { $sites }.
    .remedy = Kiểm tra mã của chúng, hoặc bỏ khỏi must và must_not.
siting-spread-wrong = Không thể rút mẫu như vậy: { $draws } lần, độ lệch { $spread }, ngân sách { $budget }.
    .remedy = Rút ít nhất một lần, độ lệch không âm, độ lệch ngân sách từ 0 đến dưới 1.

# How far a run is.

siting-floor-unreachable = Ở { $count } đơn vị, dùng tất cả các điểm cũng không phục vụ được { NUMBER($share, maximumFractionDigits: 1) } % nhu cầu: { $units }.
    .remedy = Giảm unit_reach, hoặc thêm điểm hay tầm với ở đó.
siting-floor-none-found = Không tìm được phương án phục vụ { NUMBER($share, maximumFractionDigits: 1) } % nhu cầu ở mọi đơn vị.
    .remedy = Thêm ngân sách, số điểm hoặc thời gian, hoặc giảm unit_reach.
siting-file-outline = Đây không phải là đường bao của nhà.
    .remedy = Dùng Polygon hoặc MultiPolygon theo kinh độ và vĩ độ, vòng khép kín.
siting-file-line = Đây không phải là đường.
    .remedy = Dùng LineString theo kinh độ và vĩ độ, ít nhất hai đỉnh.
siting-raster-many = Lưới điểm sẽ có { NUMBER($count) } điểm; chỉ xét được nhiều nhất { NUMBER($most) }.
    .remedy = Ghi step_m lớn hơn trong [sites].
siting-apart-many = { NUMBER($count) } cặp điểm gần nhau hơn apart_m; chỉ xét được nhiều nhất { NUMBER($most) }.
    .remedy = Ghi apart_m nhỏ hơn, hoặc dùng ít điểm hơn.
siting-columns-many = Điểm, lựa chọn và hướng tạo thành { NUMBER($count) } cột; chỉ xét được nhiều nhất { NUMBER($most) }.
    .remedy = Giảm số điểm (most), lựa chọn hoặc hướng.
siting-supply-twice = Hai tiêu chí cùng hỏi về tài sản { $asset }.
    .remedy = Mỗi tài sản chỉ để một tiêu chí hỏi; phương pháp supply tính mỗi tài sản một lần.
siting-site-number = Số của điểm đặt nhỏ hơn { $least } hoặc quá lớn.
    .remedy = Đánh số điểm đặt từ 0.
siting-unit-limit = Giới hạn số điểm trong một đơn vị là { $said }.
    .remedy = Dùng số từ 0 trở lên.
siting-reliable-none = Không điểm nào có điện trong { NUMBER($share, maximumFractionDigits: 1) } % số trận bão; điểm tốt nhất có điện trong { NUMBER($most, maximumFractionDigits: 1) } %.
    .remedy = Giảm reliable, hoặc dùng các điểm khác.
siting-site-twice = Hai điểm đặt có cùng mã "{ $site }".
    .remedy = Đặt cho mỗi điểm trong tệp một mã riêng.
siting-step-points = Đang gom điểm và tầm với
siting-step-plan = Đang tìm phương án
siting-step-compare = Đang so sánh với các phương án khác
siting-step-why = Đang tìm lý do
siting-step-done = Xong

# Các lệnh bố trí.

cli-siting = Nghiên cứu bố trí: kiểm tra, chạy, giải.
cli-siting-check = Nêu mọi lỗi của tệp nghiên cứu: dòng, trường, cách sửa.
cli-siting-run = Trả lời một nghiên cứu: phương án, mức tốt đã chứng minh, và lý do.
cli-siting-out = Thư mục cho câu trả lời, các bảng và bản thuyết minh bằng ba ngôn ngữ.
siting-check-good = Nghiên cứu “{ $name }” (bản { $version }) không có lỗi.
siting-run-took = Mất { $seconds } giây.
siting-run-written = Đã ghi vào { $folder }.

# Lệnh giải bài toán mẫu trong tài liệu khoa học.

cli-siting-solve = Giải bài toán mẫu trong tài liệu khoa học: bao phủ tối đa (sjc, mclp) hoặc p-trung vị (pmed).
cli-siting-format = sjc: các điểm, nhu cầu ở tệp bên cạnh; pmed: đồ thị của OR-Library; mclp: từ khóa như TSPLIB.
cli-siting-p = Chọn bao nhiêu; với pmed, nếu bỏ qua thì lấy số trong tệp.
cli-siting-r = Một điểm vươn tới bao xa, theo đơn vị của tệp (mét nếu tọa độ là độ); cho sjc và mclp.
cli-siting-seconds = Được tìm trong bao nhiêu giây.
cli-siting-seed = Cùng hạt giống, cùng phương án, nếu việc tìm không bị cắt do hết thời gian.
cli-siting-json = In ra một đối tượng JSON.
cli-siting-output = Tệp CSV cho các điểm được chọn.
siting-solve-read-covering = { $name }: { NUMBER($nodes, useGrouping: 0) } nút với nhu cầu { NUMBER($demand, useGrouping: 0) }; p = { NUMBER($p, useGrouping: 0) }, r = { NUMBER($r, useGrouping: 0) }
siting-solve-read-median = { $name }: { NUMBER($nodes, useGrouping: 0) } nút với nhu cầu { NUMBER($demand, useGrouping: 0) }; p = { NUMBER($p, useGrouping: 0) }
siting-solve-chosen = Đã chọn ({ NUMBER($count, useGrouping: 0) }): { $nodes }
siting-solve-covered = Nhu cầu được bao phủ: { NUMBER($value, useGrouping: 0) } ({ NUMBER($share, maximumFractionDigits: 2) } %); không cách chọn nào bao phủ hơn { NUMBER($bound, useGrouping: 0) }
siting-solve-ways = Tổng quãng đường: { NUMBER($value, useGrouping: 0) }; không cách chọn nào ít hơn { NUMBER($bound, useGrouping: 0) }
siting-solve-gap = Khoảng cách tối ưu: { NUMBER($gap, maximumFractionDigits: 4) } %
siting-solve-proof = { $optimal ->
        [yes] Đã chứng minh: không cách chọn nào tốt hơn
       *[no] Chưa chứng minh liệu có cách chọn tốt hơn
    } ({ $proof ->
        [exact] nhánh cận chạy đến cùng
        [branch] nhánh cận, dừng do hết thời gian
       *[lagrange] cận Lagrange
    })
