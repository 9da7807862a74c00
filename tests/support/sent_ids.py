"""Custom ids that messages in Discord have, one a line. Only add to them."""

from __future__ import annotations

# By the class that handles them.
SENT = {
    "PaperButton": """
        pc:papers:card:v1:lora
        pc:papers:lineage:v1:lora
        pc:papers:cluster:v1:lora
        pc:papers:write:v1:lora
        pc:papers:cite:v1:lora
    """,
    "PaperPick": """
        pc:papers:pick:v1:card:private
        pc:papers:pick:v1:card:public
        pc:papers:pick:v1:lineage:private
        pc:papers:pick:v1:lineage:public
        pc:papers:pick:v1:cluster:private
        pc:papers:pick:v1:cluster:public
        pc:papers:pick:v1:write:private
        pc:papers:pick:v1:write:public
        pc:papers:pick:v1:cite:private
        pc:papers:pick:v1:cite:public
    """,
    "WorldButton": """
        pc:papers:world-card:v1:0123456789abcdef
        pc:papers:world-lineage:v1:0123456789abcdef
        pc:papers:world-cite:v1:0123456789abcdef
    """,
    "ShelfButton": """
        pc:papers:page:v1:any:any:0
        pc:papers:page:v1:must-read:diffusion:12
    """,
    "ShelfFilter": """
        pc:papers:filter:v1:tier:any:any:0
        pc:papers:filter:v1:topic:any:any:0
        pc:papers:filter:v1:tier:must-read:diffusion:12
        pc:papers:filter:v1:topic:must-read:diffusion:12
    """,
    "TopicPick": """
        pc:help:topic:v1
    """,
    "SamplesButton": """
        pc:papers:samples:v1
    """,
    "PreviewButton": """
        pc:catalog:add:v1:3a50f7313ccb2173
        pc:catalog:facts:v1:3a50f7313ccb2173
        pc:catalog:import:v1:3a50f7313ccb2173
        pc:catalog:cancel:v1:3a50f7313ccb2173
    """,
    "MovingButton": """
        pc:schedules:confirm:v1:3a50f7313ccb2173
        pc:schedules:hosts:v1:3a50f7313ccb2173
        pc:schedules:back:v1:3a50f7313ccb2173
        pc:schedules:cancel:v1:3a50f7313ccb2173
    """,
    "LinesPageButton": """
        pc:schedules:lines:v1:3a50f7313ccb2173:0
    """,
    "HostsPageButton": """
        pc:schedules:names:v1:3a50f7313ccb2173:2
    """,
    "AlsoPick": """
        pc:schedules:also:v1:3a50f7313ccb2173
    """,
    "HostPick": """
        pc:schedules:host:v1:3a50f7313ccb2173:12
    """,
    "AncestorPick": """
        pc:catalog:ancestors:v1:3a50f7313ccb2173
    """,
    "TypeInButton": """
        pc:catalog:type:v1:0
        pc:catalog:type:v1:12:Folded: a title, with "marks"
        pc:catalog:type:v1:0:10.1234/abc(5)
    """,
    "OfferButton": """
        pc:catalog:add-it:v1:2401.00001
        pc:catalog:suggest-it:v1:https://arxiv.org/abs/2401.00001
        pc:catalog:add-it:v1:world:0123456789abcdef
    """,
    "SuggestionButton": """
        pc:catalog:accept:v1:12:0
        pc:catalog:decline:v1:12:3
    """,
    "SuggestionsPageButton": """
        pc:catalog:suggestions:v1:9999
    """,
    "RemoveButton": """
        pc:catalog:remove:v1:one-factor-2
    """,
    "ImportPageButton": """
        pc:catalog:entries:v1:3a50f7313ccb2173:2
    """,
    "ExportButton": """
        pc:privacy:export:v1:here
        pc:privacy:export:v1:everywhere
    """,
    "DeleteButton": """
        pc:privacy:delete:v1
    """,
    "ReachButton": """
        pc:privacy:reach:v1:here:keep
    """,
    "ReviewsButton": """
        pc:privacy:reviews:v1:everywhere:delete
    """,
    "EraseButton": """
        pc:privacy:erase:v1:here:keep:1
        pc:privacy:erase:v1:everywhere:delete:t9x7ka
    """,
    "SpareButton": """
        pc:privacy:spare:v1
    """,
    "RemoveLinkPick": """
        pc:links:remove:v1:12
    """,
    "PresenceButton": """
        pc:presences:there:v1:abcd1234-260104-presences
    """,
    "NewAddressButton": """
        pc:calendar:renew:v1:7
    """,
    "RetryButton": """
        pc:clubs:retry:v1:7
        pc:clubs:retry:v1:7:abcd1234-260101-notice-12
    """,
    "CloseButton": """
        pc:clubs:close:v1:7
    """,
    "ShowButton": """
        pc:clubs:show:v1:7:abc-news-1
    """,
    "JoinButton": """
        pc:weeks:join:v1:7
        pc:weeks:join:v1:7:abcd1234-created
    """,
    "ClubNextStepButton": """
        pc:next:club:v1:7
        pc:next:club:v1:7:abcd1234-created
    """,
    "SetupButton": """
        pc:club_setup:open:v1
        pc:club_setup:open:v1:welcome-1456074443980800015
    """,
    "GuessButton": """
        pc:club_setup:guess:v1:America/Argentina/Buenos_Aires
    """,
    "NameButton": """
        pc:club_setup:name:v1:Owls:2
    """,
    "TypeButton": """
        pc:club_setup:type:v1:time
        pc:club_setup:type:v1:zone
    """,
    "FinishButton": """
        pc:club_setup:preview:v1:-.5.2.2.0
        pc:club_setup:create:v1:-.5.2.2.0
        pc:club_setup:create:v1:b28k4x0p3g8w.14.14.3.1
        pc:club_setup:post:v1:-.5.2.2.0
    """,
    "FirstStepButton": """
        pc:club_setup:first-post:v1:7
        pc:club_setup:first-preview:v1:7
    """,
    "TryPaperButton": """
        pc:welcome:try:v1
        pc:welcome:try:v1:welcome-1456074443980800015
    """,
    "HowItWorksButton": """
        pc:welcome:how:v1
        pc:welcome:how:v1:welcome-1456074443980800015
    """,
    "SyllabusButton": """
        pc:syllabus:page:v1:7:3
    """,
    "WeekButton": """
        pc:weeks:in:v1:abcd-260101-post
        pc:weeks:in:v1:abcd-260101-post:status
        pc:weeks:out:v1:abcd-260101-post
        pc:weeks:out:v1:abcd-260101-post:status
        pc:weeks:write:v1:abcd-260101-post
        pc:weeks:write:v1:abcd-260101-post:status
        pc:weeks:status:v1:abcd-260101-post
        pc:weeks:status:v1:abcd-260101-post:status
        pc:weeks:about:v1:abcd-260101-post
        pc:weeks:about:v1:abcd-260101-post:status
    """,
    "DecideButton": """
        pc:weeks:close-logs:v1:7:20260101
        pc:weeks:close-reviews:v1:7:20260101
        pc:weeks:post:v1:7:20260101
        pc:weeks:skip:v1:7:20260101
        pc:weeks:unskip:v1:7:20260101
        pc:weeks:catch-up:v1:7:20260101
        pc:weeks:move:v1:7:2026010120260103
        pc:weeks:move-meeting:v1:7:2026010120260103
    """,
    "LogButton": """
        pc:logs:write:v1:5
        pc:logs:write:v1:5:k-log-5
        pc:logs:show:v1:5
        pc:logs:show:v1:5:k-log-5
        pc:logs:edit:v1:5
        pc:logs:edit:v1:5:k-log-5
        pc:logs:ask:v1:5
        pc:logs:ask:v1:5:k-log-5
        pc:logs:withdraw:v1:5
        pc:logs:withdraw:v1:5:k-log-5
        pc:logs:again:v1:5
        pc:logs:again:v1:5:k-log-5
    """,
    "LogPick": """
        pc:logs:pick:v1:write
        pc:logs:pick:v1:show
        pc:logs:pick:v1:edit
        pc:logs:pick:v1:ask
        pc:logs:pick:v1:withdraw
        pc:logs:pick:v1:again
    """,
    "DraftButton": """
        pc:logs:draft-edit:v1:5
        pc:logs:draft-edit:v1:5:1kpqzg2c
        pc:logs:draft-post:v1:5
        pc:logs:draft-post:v1:5:1kpqzg2c
        pc:logs:draft-ask:v1:5
        pc:logs:draft-ask:v1:5:1kpqzg2c
        pc:logs:draft-discard:v1:5
        pc:logs:draft-discard:v1:5:1kpqzg2c
    """,
    "MyLogsPageButton": """
        pc:logs:mine:v1:2
    """,
    "DestinationPick": """
        pc:logs:place:v1:-
        pc:logs:place:v1:lora
    """,
    "UnderWayButton": """
        pc:breaks:stretch:v1:7:20261220
        pc:breaks:go-on:v1:7:20261220
    """,
    "RemoveBreakPick": """
        pc:breaks:remove:v1:7
    """,
    "TakeawayButton": """
        pc:takeaways:write:v1:b2bb6bc5-260104-post
        pc:takeaways:write:v1:b2bb6bc5-260104-post:status
        pc:takeaways:withdraw:v1:b2bb6bc5-260104-post:status
    """,
    "StopButton": """
        pc:reminders:stop:v1:abm7i6tmxgcg:b2bb6bc5-260104-direct-reviews-1f2e3d4c
    """,
    "NominationButton": """
        pc:nominations:support:v1:12:0
        pc:nominations:withdraw:v1:12:3
    """,
    "NominationsPageButton": """
        pc:nominations:page:v1:7:9999
    """,
    "BallotButton": """
        pc:polls:vote:v1:b2bb6bc5-poll-12
        pc:polls:clear:v1:b2bb6bc5-poll-12:own
    """,
    "RankPick": """
        pc:polls:rank:v1:b2bb6bc5-poll-12:10
    """,
    "HostButton": """
        pc:hosts:accept:v1:9:20260104
        pc:hosts:accept:v1:9:20260104:b2bb6bc5-260104-host-asked
        pc:hosts:decline:v1:9:20260104
        pc:hosts:decline:v1:9:20260104:b2bb6bc5-260104-host-assigned-c
        pc:hosts:offer:v1:9:20260104
        pc:hosts:offer:v1:9:20260104:b2bb6bc5-260104-host-asked
        pc:hosts:willing:v1:9:20260104
        pc:hosts:willing:v1:9:20260104:b2bb6bc5-260104-host-asked
        pc:hosts:stop:v1:9:20260104
        pc:hosts:stop:v1:9:20260104:b2bb6bc5-260104-host-asked-2
        pc:hosts:card:v1:9:20260104
        pc:hosts:card:v1:9:20260104:b2bb6bc5-260104-host-card-c
    """,
    "RolePick": """
        pc:hosts:role:v1:9:20260104
    """,
    "NextStepButton": """
        pc:next:step:v1:b2bb6bc5-260104-post
        pc:next:step:v1:b2bb6bc5-260104-post:status
    """,
    "ReviewButton": """
        pc:reviews:write:v1:9
        pc:reviews:write:v1:9:m-1
    """,
    "NextButton": """
        pc:reviews:next:v1:9
        pc:reviews:next:v1:9:m-1
    """,
    "EditButton": """
        pc:reviews:edit:v1:9
        pc:reviews:edit:v1:9:m-1
    """,
    "PostButton": """
        pc:reviews:post:v1:9
        pc:reviews:post:v1:9:m-1
        pc:reviews:post:v1:9:123456789012345678
    """,
    "OldHelpfulButton": """
        pc:reviews:helpful:v1:9
        pc:reviews:helpful:v1:9:m-1
    """,
    "OldWhoButton": """
        pc:reviews:who:v1:9
        pc:reviews:who:v1:9:m-1
    """,
    "MyReviewsButton": """
        pc:reviews:mine:v1:9
        pc:reviews:mine:v1:9:m-1
    """,
    "MyReviewsPageButton": """
        pc:reviews:turn:v1:9
        pc:reviews:turn:v1:9:m-1
    """,
    "OwnButton": """
        pc:reviews:correct:v2:0a1b2c
        pc:reviews:ask:v2:0a1b2c
        pc:reviews:withdraw:v2:0a1b2c
        pc:reviews:helpful:v2:0a1b2c
    """,
}
