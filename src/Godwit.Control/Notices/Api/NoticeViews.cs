using Godwit.Control.Api;
using Godwit.Control.Notices.Outbox;

namespace Godwit.Control.Notices.Api;

/// <summary>Shows messages of the outbox.</summary>
internal static class NoticeViews
{
    public static NoticeView Of(NoticeRow row) => new()
    {
        Id = row.Id,
        Policy = row.Key.Stage.Policy,
        PolicyVersion = row.Key.Stage.PolicyVersion,
        Stage = row.Key.Stage.Stage,
        Organization = row.Key.Organization,
        Channel = row.Key.Channel,
        Recipient = row.Recipient,
        Language = row.Language,
        Subject = row.Subject,
        State = row.State,
        DueAt = row.DueAt,
        Tries = row.Tries,
        LastError = row.LastError,
        SettledAt = row.SettledAt,
    };

    public static NoticeMessage Whole(NoticeRow row) =>
        new() { Notice = Of(row), Body = row.Body, Html = row.Html.Length > 0 ? row.Html : null };
}
