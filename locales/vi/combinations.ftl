## Tổ hợp: phát hiện của nhiều thiết bị cùng nói lên một việc.

finding-combined = { "vi" ->
    [ja] { $said_ja }
    [en] { $said_en }
   *[vi] { $said_vi }
}
combination-part = { $rule } ({ $asset })
combination-more = { $what }; và { $count } phát hiện khác
combination-span = { $unit ->
    [h] { $count } giờ
    [min] { $count } phút
   *[s] { $count } giây
}
combination-said = { $what }: trong vòng { $span }, { $near ->
    [place] tại { $where }.
    [supply] cùng nguồn điện { $where }.
    [network] cùng thiết bị mạng { $where }.
   *[metres] cách nhau nhiều nhất { $metres } m.
}

combination-parts-few = Tổ hợp cần phát hiện trên ít nhất hai đối tượng.
    .remedy = Thêm phần thứ hai vào "all", đặt "min" là 2, hoặc thêm "any_of".
combination-parts-many = "{ $name }" có hơn { $limit } phần.
    .remedy = Gộp một số phần theo nhóm, hoặc viết thành hai tổ hợp.
combination-part-empty = Phần "{ $name }" sẽ nhận mọi phát hiện.
    .remedy = Ghi rule, group, asset_kind, channel hoặc feeds cho phần này.
combination-no-rule = Không có quy tắc nào mang mã "{ $value }", nên tổ hợp "{ $combination }" không thể có phần này.
    .remedy = Sửa lại nếu gõ nhầm; nếu không, phần này chưa có tác dụng cho đến khi có quy tắc như vậy.
combination-no-group = Không có quy tắc nào thuộc nhóm "{ $value }", nên tổ hợp "{ $combination }" không thể có phần này.
    .remedy = Sửa lại nếu gõ nhầm; nếu không, phần này chưa có tác dụng cho đến khi có quy tắc như vậy.
