using System.Net.Http.Headers;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.ResponseState;

namespace Godwit.Gateway.Streaming;

/// <summary>How far one answer has come.</summary>
internal sealed class Relay
{
    private long arrived;

    public Relay(GatewayRequest request, HttpResponseMessage response, AttemptClock clock)
    {
        Request = request;
        Clock = clock;
        Headers = response.Headers;
        Status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType;
        ContentType = HeaderText.Of(type);
        var isJson = type?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
        IsOpaque = request.Operation.IsKept() || (request.Operation.IsMedia() && !isJson);
        IsStream = !request.Operation.IsKept()
            && "text/event-stream".Equals(type?.MediaType, StringComparison.OrdinalIgnoreCase);
        // Unpacked on the way: the length is not that of what is relayed.
        Ids = request.Turn?.FilterFor(IsStream) ?? request.Told?.FilterFor(IsStream);
        Length = AnswerBody.IsPacked(response) ? null : response.Content.Headers.ContentLength;
    }

    public GatewayRequest Request { get; }

    public AttemptClock Clock { get; }

    public HttpResponseHeaders Headers { get; }

    public int Status { get; }

    public string? ContentType { get; }

    public bool IsStream { get; }

    /// <summary>Bytes that mean nothing to Godwit: sound, text, a file's content. Unless it is a stream.</summary>
    public bool IsOpaque { get; }

    /// <summary>Puts sealed ids in the place of the provider's; null where the answer has none.</summary>
    public ResponseIdFilter? Ids { get; }

    /// <summary>Bytes the answer will have; null when it is not known.</summary>
    public long? Length { get; }

    /// <summary>The head was sent: there is no way back.</summary>
    public bool Started { get; set; }

    /// <summary>All bytes that were announced have come.</summary>
    public bool Complete => arrived == Length;

    public void Arrived(int bytes)
    {
        arrived += bytes;
        Clock.ByteArrived();
    }

    /// <summary>Takes over what the tap knows by now.</summary>
    public void Learn()
    {
        var answer = Request.Tap.Answer;
        Request.Usage = answer.Usage is { } usage ? UsageHeaders.Complete(usage, Headers) : default;
        Request.ResponseModel = answer.ResponseModel(Request.ResponseModel ?? Request.Target!.Model);
    }
}
