using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Responses;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>responses/input_tokens</c> and <c>responses/compact</c>.</summary>
internal sealed class ResponsesTokensOperation(
    FaultScript script, ResponsesOperation responses, ResponseReplies replies, Seal seal, TimeProvider time)
{
    private const int LongestSummary = 2000;

    public async Task AnswerAsync(Exchange exchange, JsonElement root, bool compact)
    {
        if (responses.Read(exchange, root, null, out ResponsesRequest? request) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        exchange.Apply(script.TakeFor(exchange.Provider.Name, request!.Model, stream: false, prefill: false));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, stream: false);
            return;
        }

        Conversation conversation = replies.ConversationOf(request);
        int tokens = conversation.InputTokens + request.ToolTokens;
        await exchange.AnswerAsync(200, json =>
        {
            if (compact)
            {
                WriteCompacted(json, request, conversation, tokens);
                return;
            }

            json.WriteStartObject();
            json.WriteString("object", "response.input_tokens");
            json.WriteNumber("input_tokens", tokens);
            json.WriteEndObject();
        });
    }

    // What users said stays as it was; everything else goes into one sealed item.
    private void WriteCompacted(Utf8JsonWriter json, ResponsesRequest request, Conversation conversation, int tokens)
    {
        string summary = string.Join(
            '\n', conversation.Turns.Select(turn => $"{turn.Role}: {turn.Text}{turn.Calls}"));
        summary = summary.Length > LongestSummary ? summary[..LongestSummary] : summary;
        DeterministicSource ids = new(DeterministicSource.Hash(summary));
        json.WriteStartObject();
        json.WriteString("id", ids.NextId("resp_", 48));
        json.WriteString("object", "response.compaction");
        json.WriteNumber("created_at", time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteStartArray("output");
        foreach (JsonElement item in request.History.Where(item => RequestFields.Text(item, "role") == "user"))
        {
            item.WriteTo(json);
        }

        json.WriteStartObject();
        json.WriteString("id", ids.NextId("cmp_", 48));
        json.WriteString("type", "compaction");
        json.WriteString("encrypted_content", seal.Close(ResponsesItemCheck.CompactionPurpose, summary));
        json.WriteEndObject();
        json.WriteEndArray();
        int output = TokenRule.Count(summary);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", tokens);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", tokens + output);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
