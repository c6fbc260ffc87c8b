using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Notices.Texts;
using Godwit.Control.Secrets;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Notices.Webhooks;

/// <summary>Posts messages to webhooks, signed.</summary>
internal sealed class WebhookChannel(WebhookHttp http, CredentialResolver secrets, TimeProvider time) : INoticeChannel
{
    public string? Obstacle => null;

    public bool Takes(string channel) => NoticeKey.WebhookOf(channel) is not null;

    public async Task<DeliveryOutcome> SendAsync(
        NoticeRow row, NoticePlanConfig plan, CancellationToken cancellation)
    {
        var name = NoticeKey.WebhookOf(row.Key.Channel)!;
        if (plan.Webhooks?.FirstOrDefault(webhook => webhook.Name == name) is not { } webhook)
            return DeliveryOutcome.Failed($"the plan has no webhook '{name}' any more");
        var (secret, problem) = secrets.Find(webhook.Secret);
        // Unsigned, anybody could have written it: rather not at all.
        if (secret is null)
            return DeliveryOutcome.Retry($"nothing is posted without a signature: {problem}");
        using var request = Request(row, webhook.Url, secret);
        try
        {
            using var response = await http.Client.SendAsync(request, cancellation);
            return OfStatus(response.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The URL may hold a token: what is said of it is the reason alone.
            return e.InnerException is WebhookAddressException inside
                ? DeliveryOutcome.Failed(inside.Message)
                : DeliveryOutcome.Retry(PlainText.Line($"no answer: {Reason(e)}"));
        }
    }

    private HttpRequestMessage Request(NoticeRow row, string url, Secret secret)
    {
        var body = Encoding.UTF8.GetBytes(row.Body);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", row.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Create(secret, row.Id, timestamp, body));
        return request;
    }

    private static DeliveryOutcome OfStatus(HttpStatusCode status)
    {
        var code = (int)status;
        var text = string.Create(CultureInfo.InvariantCulture, $"the webhook answered {code}");
        return code switch
        {
            >= 200 and < 300 => DeliveryOutcome.Sent,
            >= 300 and < 400 => DeliveryOutcome.Failed(text + ", and redirects are not followed"),
            408 or 425 or 429 or >= 500 => DeliveryOutcome.Retry(text),
            _ => DeliveryOutcome.Failed(text),
        };
    }

    private static string Reason(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } failure =>
            failure.HttpRequestError.ToString(),
        OperationCanceledException => "it took too long",
        _ => e.GetType().Name,
    };
}
