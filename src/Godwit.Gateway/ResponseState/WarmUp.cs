using System.Buffers;
using Godwit.Gateway.ResponseSockets;
using Godwit.Gateway.Steps;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Gateway.ResponseState;

/// <summary>
/// Answers a request with <c>generate: false</c>: a response without output that another can go on with. No provider is
/// asked, since none could be told by HTTP what not to generate.
/// </summary>
internal sealed class WarmUp(SettleStep settle)
{
    public async ValueTask<Refusal?> AnswerAsync(GatewayRequest request)
    {
        if (request.Turn!.Named is not null)
            return SocketRefusals.WarmUpElsewhere;
        var faults = new RequestFaults();
        request.Neutral = ResponsesDialect.Instance.ReadRequest(request.Body.Memory, stream: true, faults);

        // Instructions and tools alone are worth a warm-up: its input may be empty.
        if (faults.First is { } fault and not { Path: "input", Code: "missing_required_parameter" })
            return Refusals.Untranslatable(fault.Code, fault.Message, fault.Path);
        var http = request.Http.Response;
        http.ContentType = "text/event-stream";
        var writer = ResponsesDialect.Instance.CreateStreamWriter(new AnswerContext
        {
            RequestId = request.Id, AnswerId = request.Turn.AnswerId, CreatedAt = request.StartedAt,
            Model = request.RequestModel!, Request = request.Neutral, Provider = Dialect.OpenAIResponses,
            Losses = request.BeginTranslation(),
        });
        var output = new RoomyOutput(http.BodyWriter);
        foreach (var next in (ReadOnlySpan<AnswerEvent>)
            [new AnswerStarted(null, null), new ChoiceFinished(0, FinishReason.Stop, null), AnswerEnded.Instance])
            writer.Write(next, output);
        var whole = new ArrayBufferWriter<byte>();
        ResponsesDialect.WriteWhole(writer, whole);
        request.Turn.Keep(whole.WrittenSpan);
        settle.Run(request);
        await http.BodyWriter.FlushAsync();
        return null;
    }
}
