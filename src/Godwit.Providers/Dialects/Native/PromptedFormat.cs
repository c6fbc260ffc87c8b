using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>Asks for JSON in words, of providers that have no field for it.</summary>
internal static class PromptedFormat
{
    /// <summary>What to add to the instructions; null when no form was asked for. Reports the emulation.</summary>
    public static string? Instruction(GenAIRequest request, LossReport losses)
    {
        if (request.ResponseFormat is not { Kind: not ResponseFormatKind.Text } format)
            return null;
        losses.Add(
            LossKind.Emulated, request.PathOf(RequestField.ResponseFormat),
            "The provider has no such field here: the model is asked for it in words, which binds it less.");
        const string json = "Answer with one JSON object and nothing else: no words around it, no code fence.";
        return format is { Kind: ResponseFormatKind.JsonSchema, Schema: { } schema }
            ? $"{json} It must fit this JSON Schema: {schema.GetRawText()}" : json;
    }
}
