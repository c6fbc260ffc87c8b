using System.Net.Http.Json;

namespace Godwit.Control.Api;

/// <summary>The admin API as methods: notices.</summary>
public sealed partial class AdminClient
{
    /// <summary>Who would be told of a policy, and in which words.</summary>
    public Task<NoticePreview> PreviewNoticesAsync(
        string policy, string? stage = null, string? organization = null, string? language = null,
        CancellationToken cancellation = default) =>
        GetAsync(
            Uri(
                "notices/preview", ("policy", policy), ("stage", stage), ("organization", organization),
                ("language", language)),
            Json.NoticePreview, cancellation);

    /// <summary>Confirms the messages of a stage: they are sent now, each once.</summary>
    public Task<NoticePreview> SendNoticesAsync(
        SendNoticesRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, Uri("notices/send"), JsonContent.Create(request, Json.SendNoticesRequest),
            Json.NoticePreview, cancellation);

    public Task<NoticeStatus> NoticesAsync(
        string? policy = null, string? state = null, int? limit = null, CancellationToken cancellation = default) =>
        GetAsync(
            Uri("notices", ("policy", policy), ("state", state), ("limit", Text(limit))), Json.NoticeStatus,
            cancellation);

    public Task<NoticeMessage> NoticeAsync(string id, CancellationToken cancellation = default) =>
        GetAsync(Uri($"notices/{id}"), Json.NoticeMessage, cancellation);

    /// <summary>Records that a message that was sent came back.</summary>
    public Task<NoticeView> BounceNoticeAsync(
        string id, BounceRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, Uri($"notices/{id}/bounce"), JsonContent.Create(request, Json.BounceRequest),
            Json.NoticeView, cancellation);
}
