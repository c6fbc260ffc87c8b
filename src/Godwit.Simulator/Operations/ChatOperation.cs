using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Faults;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>chat/completions</c>.</summary>
internal sealed class ChatOperation(FaultScript script, ChatReplies replies)
{
    public async Task AnswerAsync(Exchange exchange, JsonElement root, string? pathModel)
    {
        ChatRequest? request = ChatRequestReader.Read(root, pathModel, out ProviderError? error);
        error ??= ModelsOperation.CheckModel(exchange.Provider, request!.Model);
        if (error is not null || request is null)
        {
            await exchange.RefuseAsync(error!);
            return;
        }

        Conversation conversation = Conversation.Of(ChatTurns.Read(request.Messages));
        FaultPlan faults = script.TakeFor(
            exchange.Provider.Name, request.Model, request.Stream, conversation.LastRole == "assistant");
        exchange.Apply(faults);
        if (faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, request.Stream);
            return;
        }

        if (exchange.Provider.Latency > TimeSpan.Zero)
        {
            await exchange.WaitAsync(exchange.Provider.Latency);
        }

        ChatReply reply = replies.Compose(request, conversation, exchange.Provider);
        if (request.Stream)
        {
            await ChatStream.SendAsync(exchange, reply);
        }
        else
        {
            await AnswerPlainAsync(exchange, reply);
        }
    }

    /// <summary>Writes the answer to one line of a batch and gives its status.</summary>
    public int AnswerLine(Exchange exchange, JsonElement root, Utf8JsonWriter json)
    {
        ChatRequest? request = ChatRequestReader.Read(root, null, out ProviderError? error);
        error ??= ModelsOperation.CheckModel(exchange.Provider, request!.Model);
        if (error is not null)
        {
            return ErrorBodies.Write(json, exchange, error);
        }

        Conversation conversation = Conversation.Of(ChatTurns.Read(request!.Messages));
        ChatPlainWriter.Write(json, replies.Compose(request, conversation, exchange.Provider), text => text);
        return 200;
    }

    private static Task AnswerPlainAsync(Exchange exchange, ChatReply reply)
    {
        if (exchange.Faults.Find(FaultKind.ContentFilter) is { AfterChunks: { } tokens })
        {
            reply = reply.Filtered(tokens);
        }

        bool huge = exchange.Faults.Has(FaultKind.HugeChunk);
        return exchange.AnswerAsync(200, json => ChatPlainWriter.Write(
            json, reply, text => huge && text is not null ? HugeText.After(text) : text));
    }
}
