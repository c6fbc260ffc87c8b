namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>A credential cannot be used: why, in words for the operator that quote no part of it.</summary>
public sealed class CredentialException(string problem) : Exception(problem);
