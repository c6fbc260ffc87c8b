using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.TencentNative;

/// <summary>Reads answers, which lie in an envelope when they are whole and bare in a stream.</summary>
internal static class TencentAnswers
{
    /// <summary>A whole answer, or the error that stands in its place with HTTP 200; null for neither.</summary>
    public static GenAIAnswer? Read(JsonElement root, ReadOnlySpan<byte> body)
    {
        var answer = root.At("Response"u8) ?? root;
        if (answer.At("Error"u8) is not null || answer.At("ErrorMsg"u8) is not null)
            return new GenAIAnswer { Error = ErrorOf(body) };
        if (answer.At("Choices"u8) is null)
            return null;
        var read = new GenAIAnswer { Id = answer.TextAt("Id"u8), Usage = UsageOf(answer) };
        var number = 0;
        foreach (var choice in answer.ItemsAt("Choices"u8))
            read.Choices.Add(ChoiceOf(choice, number++));
        return read;
    }

    public static AnswerError ErrorOf(ReadOnlySpan<byte> body)
    {
        var error = ErrorBody.Read(body) ?? ErrorBody.Unreadable;
        return new AnswerError(error.Code, error.Type, error.Message);
    }

    public static TokenUsage? UsageOf(JsonElement answer) => answer.At("Usage"u8) is { } usage
        ? new TokenUsage(usage.TokensAt("PromptTokens"u8), usage.TokensAt("CompletionTokens"u8), null, null) : null;

    private static AnswerChoice ChoiceOf(JsonElement choice, int number)
    {
        var raw = choice.TextAt("FinishReason"u8) ?? "";
        var message = choice.At("Message"u8) ?? default;
        var read = new AnswerChoice { Index = (int)(choice.CountAt("Index"u8) ?? number), RawFinishReason = raw };
        if (message.TextAt("ReasoningContent"u8) is { Length: > 0 } reasoning)
            read.Parts.Add(new ReasoningPart { Text = reasoning });
        if (message.TextAt("Content"u8) is { Length: > 0 } text)
            read.Parts.Add(new TextPart(text));
        var hasCalls = false;
        foreach (var call in message.ItemsAt("ToolCalls"u8))
        {
            hasCalls = true;
            read.Parts.Add(new ToolCallPart(
                call.TextAt("Id"u8) ?? "", call.At("Function"u8)?.TextAt("Name"u8) ?? "",
                call.At("Function"u8)?.TextAt("Arguments"u8) ?? ""));
        }

        read.FinishReason = NativeFinish.Of(raw, hasCalls);
        return read;
    }
}
