using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices.Outbox;

/// <summary>How far a message is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NoticeState>))]
public enum NoticeState
{
    /// <summary>It waits for its instant, or for its next try.</summary>
    Pending,

    /// <summary>A node is handing it over.</summary>
    Sending,

    /// <summary>The mail server or the webhook has taken it.</summary>
    Sent,

    /// <summary>It was given up.</summary>
    Failed,

    /// <summary>It was refused for good, or came back.</summary>
    Bounced,

    /// <summary>It was never sent, because its policy changed or a later stage was due.</summary>
    Withdrawn,
}
