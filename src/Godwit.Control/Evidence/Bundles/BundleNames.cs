namespace Godwit.Control.Evidence.Bundles;

/// <summary>Names and fixed texts that writer and verifier of a bundle agree on.</summary>
internal static class BundleNames
{
    public const int Format = 1;
    public const string Manifest = "manifest.json";
    public const string Signature = "manifest.sig";
    public const string PublicKey = "public-key.pem";
    public const string Summary = "summary.html";
    public const string LinesEnding = ".jsonl";
    public const string Algorithm = "ecdsa-p256-sha256";
}
