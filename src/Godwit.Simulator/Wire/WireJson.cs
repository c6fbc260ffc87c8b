using System.Text.Encodings.Web;
using System.Text.Json;

namespace Godwit.Simulator.Wire;

/// <summary>How JSON is written: as providers do, with characters beyond ASCII as they are.</summary>
internal static class WireJson
{
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
