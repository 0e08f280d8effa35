--[[ A long comment
  here. ]]
-- A short one.
local teh = 1
