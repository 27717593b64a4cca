# Lỗi không thuộc riêng bộ phận nào.
fault-where =
    { $row ->
        [0] { $file } { $column }
       *[other] { $file }, dòng { NUMBER($row, useGrouping: 0) }, { $column }
    }
file-has-faults =
    { $count ->
       *[other] Có { $count } lỗi trong { $files }; chưa có gì được ghi nhận.
    }
    .remedy = Sửa các lỗi được liệt kê rồi thử lại.
internal-error = Nền tảng gặp lỗi bên trong.
    .remedy = Hãy thử lại. Nếu vẫn lỗi, báo quản trị viên thời điểm xảy ra; nhật ký có ghi chi tiết.
broker-away = Bộ trung chuyển thông điệp không trả lời ({ $said }).
    .remedy = Bộ phận này tự khởi động lại; đợi một lát rồi thử lại.
part-not-answering = Một bộ phận của nền tảng không trả lời ({ $subject }).
    .remedy = Xem trang tình trạng hệ thống; các bộ phận tự khởi động lại.
