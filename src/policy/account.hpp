// Account numbers as spreadsheets damage them.
#pragma once

#include <string>
#include <string_view>

namespace offhours::policy {

// An AWS account is 12 digits.
bool is_account(std::string_view text);

// The account that a damaged cell must have been: with a quote before it, blanks, dashes or thousands marks in it, in
// scientific form with all its digits, or with its leading zeros lost. Empty if digits are gone for good.
std::string mended_account(std::string_view text);

}  // namespace offhours::policy
