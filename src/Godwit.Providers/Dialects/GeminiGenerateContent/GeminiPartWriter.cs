using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes the parts of a request's turns.</summary>
internal sealed class GeminiPartWriter(GeminiWriting writing)
{
    // Google documents it for calls that Gemini did not make itself; README.md has the page.
    private const string SignatureOfOthers = "skip_thought_signature_validator";

    // Results name their function, which other dialects do not repeat.
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private bool signatureNeeded;

    /// <summary>A turn begins.</summary>
    /// <param name="signatureNeeded">Its first call must bear a signature.</param>
    public void BeginTurn(bool signatureNeeded) => this.signatureNeeded = signatureNeeded;

    public void Write(Part part)
    {
        if (part is ForeignPart foreign)
        {
            WriteForeign(foreign);
            return;
        }

        writing.Json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                writing.Json.WriteString("text"u8, text.Text);
                break;
            case RefusalPart refusal:
                writing.Approximate(refusal.Path, "A refusal is text to Gemini.");
                writing.Json.WriteString("text"u8, refusal.Text);
                break;
            case ReasoningPart reasoning:
                WriteReasoning(reasoning);
                break;
            case ToolCallPart call:
                WriteCall(call);
                break;
            case ToolResultPart result:
                GeminiResultWriter.Write(writing, result, names.GetValueOrDefault(result.CallId) ?? result.Name);
                break;
            case MediaPart media:
                GeminiMediaWriter.Write(writing, media);
                break;
        }

        writing.WriteExtras(GeminiWriting.Camel(part.Path));
        writing.Json.WriteEndObject();
        if (part is ToolResultPart answered)
        {
            GeminiResultWriter.WriteBeside(writing, answered);
        }
    }

    private void WriteForeign(ForeignPart foreign) => writing.Json.WriteRaw(foreign.Value);

    private void WriteReasoning(ReasoningPart reasoning)
    {
        writing.Json.WriteString("text"u8, reasoning.Text);
        if (reasoning.Text.Length > 0)
        {
            writing.Json.WriteBoolean("thought"u8, true);
        }

        if (reasoning.Seal is { } seal)
        {
            writing.Json.WriteString("thoughtSignature"u8, seal.Value);
        }
    }

    private void WriteCall(ToolCallPart call)
    {
        names[call.Id] = call.Name;
        writing.Json.WriteStartObject("functionCall"u8);
        if (GeminiIds.MayBeGeminis(call.Id))
        {
            writing.Json.WriteString("id"u8, call.Id);
        }

        writing.Json.WriteString("name"u8, call.Name);
        writing.Json.WritePropertyName("args"u8);
        if (string.IsNullOrWhiteSpace(call.Arguments))
        {
            writing.Json.WriteRawValue("{}"u8);
        }
        else if (!GeminiJson.TryWriteObject(writing.Json, call.Arguments))
        {
            writing.Approximate(call.Path, "The arguments are no JSON object, which Gemini demands: sent inside one.");
            writing.Json.WriteStartObject();
            writing.Json.WriteString("arguments"u8, call.Arguments);
            writing.Json.WriteEndObject();
        }

        writing.WriteExtras(GeminiWriting.Camel(call.Path) + ".functionCall");
        writing.Json.WriteEndObject();
        WriteSignature(call);
    }

    private void WriteSignature(ToolCallPart call)
    {
        // A call's seal of OpenAI's dialect is from Google's own door of it: the same signature.
        if (call.Seal is { Origin: Dialect.GeminiGenerateContent or Dialect.OpenAIChat } seal)
        {
            writing.Json.WriteString("thoughtSignature"u8, seal.Value);
        }
        else if (signatureNeeded)
        {
            writing.Losses.Add(
                LossKind.Defaulted, call.Path,
                "The model refuses calls without its signature, and did not make this one: Google's placeholder.");
            writing.Json.WriteString("thoughtSignature"u8, SignatureOfOthers);
        }

        // Of parallel calls only the first bears one.
        signatureNeeded = false;
    }
}
