using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Gemini;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>:generateContent</c>, <c>:streamGenerateContent</c> and <c>:countTokens</c>.</summary>
internal sealed class GeminiOperation(FaultScript script, GeminiReplies replies, Seal seal)
{
    private readonly GeminiCheck _check = new(seal);

    public async Task AnswerAsync(Exchange exchange, JsonElement root, string model, bool stream)
    {
        if ((_check.Check(root, model) ?? ModelsOperation.CheckModel(exchange.Provider, model)) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        GeminiRequest request = GeminiRequestReader.Read(root, model);
        Conversation conversation = Conversation.Of(GeminiTurns.Read(root));
        exchange.Apply(script.TakeFor(
            exchange.Provider.Name, model, stream, prefill: conversation.LastRole == "assistant"));
        GeminiReply reply = replies.Compose(request, conversation, exchange.Provider);
        if (exchange.Faults.Replacement is { } fault)
        {
            await AnswerFaultAsync(exchange, fault, reply, stream);
            return;
        }

        if (exchange.Provider.Latency > TimeSpan.Zero)
        {
            await exchange.WaitAsync(exchange.Provider.Latency);
        }

        if (stream)
        {
            await GeminiStream.SendAsync(exchange, reply);
        }
        else
        {
            await AnswerPlainAsync(exchange, reply);
        }
    }

    public async Task CountAsync(Exchange exchange, JsonElement root, string model)
    {
        JsonElement whole = GeminiFields.Object(root, "generateContentRequest");
        JsonElement counted = whole.ValueKind == JsonValueKind.Object ? whole : root;
        ProviderError? error = root.ValueKind != JsonValueKind.Object
            ? new ProviderError(ErrorReason.BadJson, "Invalid JSON payload received.")
            : GeminiCheck.CheckContents(counted) ?? ModelsOperation.CheckModel(exchange.Provider, model);
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        exchange.Apply(script.TakeFor(exchange.Provider.Name, model, stream: false, prefill: false));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, stream: false);
            return;
        }

        int tokens = Conversation.Of(GeminiTurns.Read(counted)).InputTokens
            + (GeminiFields.Array(counted, "tools") is { } tools ? TokenRule.Count(tools.GetRawText()) : 0);
        await exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("totalTokens", tokens);
            GeminiWriter.WriteModality(json, "promptTokensDetails", tokens);
            json.WriteEndObject();
        });
    }

    // A blocked prompt is no error there: the answer is a success that has nothing in it.
    private static Task AnswerFaultAsync(Exchange exchange, Fault fault, GeminiReply reply, bool stream) =>
        fault.Kind != FaultKind.ContentFilter ? Refusals.AnswerAsync(exchange, fault, stream)
        : stream ? GeminiStream.SendBlockedAsync(exchange, reply)
        : exchange.AnswerAsync(200, json => GeminiWriter.WriteBlocked(json, reply));

    private static Task AnswerPlainAsync(Exchange exchange, GeminiReply reply)
    {
        if (exchange.Faults.Find(FaultKind.ContentFilter) is { AfterChunks: { } tokens })
        {
            reply = reply with
            {
                Answers = [.. reply.Answers.Select(answer => answer with
                {
                    Content = answer.Content?[..TokenRule.LengthOf(answer.Content, tokens)],
                    Finish = Finish.Filtered,
                })],
            };
        }

        bool huge = exchange.Faults.Has(FaultKind.HugeChunk);
        return exchange.AnswerAsync(200, json => GeminiWriter.WritePlain(
            json, reply, text => huge ? HugeText.After(text) : text));
    }
}
